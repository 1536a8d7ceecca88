package simulate

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteJSON writes the reports for a machine.
func WriteJSON(w io.Writer, reports []*Report) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(reports)
}

// WriteText writes the reports for people: means over the seeds, with the standard deviation where one is of use.
func WriteText(w io.Writer, reports []*Report) error {
	for _, r := range reports {
		if err := r.write(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, `decides: compare what decides alike; knowing all is no method, but a bound.
product: rankings are what it does for each client who comes: the score, with the prices of places, of who has a place now. product: plans
are a plan every week of all who wait. bid prices, holding back: the same score and prices, but a client for whom a later place is worth more
than the wait costs is kept waiting for it, eight weeks at most; the product does not do that by itself.
gain: benefit per client over random, in standard deviations of outcome; clients who are not served count as zero. oracle: the gain's
part of what knowing everything would reach; hindsight: of what was to be had by the engine's own estimates with all clients known from
the start, without a calendar; ± is the standard deviation over the seeds. net: the gain with being served at all counted (0.8) and
what waiting costs in starts; of net: its part of hindsight's. wishes: what of the stated wishes is met. in time: within ten business
days. starts: expected to attend a first session. Gini: how unevenly the places are filled.`)
	return err
}

func (r *Report) write(w io.Writer) error {
	c := &r.Config
	fmt.Fprintf(w, "%s: %d therapists, %d clients, load %.2f, seeds %d to %d (%s); τ² %.3f (estimated %.3f), ρ %.2f (%.2f), %d measured courses\n\n",
		c.Name, c.Therapists, c.Clients, c.Load, c.First, c.First+c.Seeds-1, seedsAre(c), c.Tau2, r.Tau2, c.Rho, r.Rho, c.Cases)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "method\tdecides\tgain\t±\toracle\thindsight\t±\tnet\tof net\tserved\twishes\twait p50\tp90\tin time\tstarts\tGini\tregret\t")
	for _, row := range r.Rows {
		m, s := &row.Mean, &row.Spread
		gain, part := fmt.Sprintf("%.3f", s.Gain), percent(s.OfHindsight)
		if c.Seeds == 1 {
			gain, part = "-", "-" // one says nothing of how they differ
		}
		fmt.Fprintf(t, "%s\t%s\t%.3f\t%s\t%s\t%s\t%s\t%.3f\t%s\t%s\t%s\t%.0f d\t%.0f d\t%s\t%s\t%.3f\t%s\t\n", row.Method, row.Decides, m.Gain, gain, percent(m.OfOracle),
			percent(m.OfHindsight), part, m.Net, percent(m.OfNet), percent(m.Served), percent(m.Coverage), m.WaitMedian, m.WaitP90,
			percent(m.InTime), percent(m.Starts), m.Gini, percent(m.Regret))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// seedsAre says whether anything was tuned on the seeds.
func seedsAre(c *Config) string {
	if c.First < heldOut {
		return "those of the tuning"
	}
	return "held out: nothing was tuned on them"
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
