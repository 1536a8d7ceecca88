package domain

import (
	"math"
	"time"
)

// oracleScore is the score in standard deviations, from the formula and in floating point.
func oracleScore(in *Input, t *Therapist, openings []Opening) float64 {
	n, w := &in.Need, &in.Weights
	day := "2026-11-23"
	total := unit(w.Base)

	shares := []float64{.5, .3, .2}
	counted := min(len(n.Concerns), 3)
	sum := 0.0
	for i := range counted {
		sum += shares[i]
	}
	severity := map[Severity]float64{"": 1, "MINIMAL": .4, "MILD": .7, "MODERATE": 1, "MODERATELY_SEVERE": 1.1, "SEVERE": 1.2}[n.Severity]
	for i := range counted {
		share := shares[i] / sum
		domain := oracleDomain(n.Concerns[i])
		total += severity * share * unit(int64(t.Track.Theta[domain]))
		best := 0.0
		for _, e := range t.Expertise {
			if e.Concern == n.Concerns[i] {
				best = max(best, oracleLevel(e.Level, e.ExpireDate, day))
			}
		}
		// What is declared counts as the mean before anything was measured, scaled by severity as all of the expected effect is. It fades
		// as the estimate says, and where that says nothing, as n/(n+19) of it is known.
		left := 19 / (19 + float64(t.Track.N[domain]))
		for _, of := range t.Track.Left {
			if of != 0 {
				left = unit(int64(t.Track.Left[domain]))
				break
			}
		}
		total += severity * share * unit(w.Expertise) * best * left
	}

	met, strengths := 0.0, 0.0
	for _, p := range n.Preferences {
		s := map[Strength]float64{"": 1, "MILD": 1, "STRONG": 2, "REQUIRED": 3}[p.Strength]
		strengths += s
		met += s * oracleWish(p, t, day)
	}
	if strengths > 0 {
		total += .28 * met / strengths
	}
	if n.Style != nil && t.Style != nil {
		a := []int32{n.Style.Directiveness, n.Style.Intensity, n.Style.PastOrientation, n.Style.Warmth}
		b := []int32{t.Style.Directiveness, t.Style.Intensity, t.Style.PastOrientation, t.Style.Warmth}
		axes, distance := 0.0, 0.0
		for i := range a {
			if math.Abs(float64(a[i])) >= 2 {
				axes++
				distance += math.Abs(float64(a[i] - b[i]))
			}
		}
		if axes > 0 {
			total += .05 * (1 - distance/axes/6)
		}
	}
	total += oracleTimes(n, openings) + oracleFee(n, t)

	first := openings[0].Start
	for _, o := range openings {
		if o.Start.Before(first) {
			first = o.Start
		}
	}
	weeks := min(first.Sub(in.Now).Hours()/24/7, 8)
	total += .01 * map[Tier]float64{"": 1, "ROUTINE": 1, "PRIORITY": 3, "URGENT": 10}[n.Tier] * -weeks
	total += .02
	if t.TargetCaseload > 0 {
		after := float64(t.ActiveClients+t.Reserved+1) / float64(t.TargetCaseload)
		total += .03 * (.25 - after*after)
	}
	return total - min(unit(t.Price), .4) - oracleLeave(t, first)
}

func unit(m Micro) float64 { return float64(m) / 1e6 }

func oracleLevel(l Level, expires, day string) float64 {
	switch {
	case !oracleTrained(l, expires, day):
		return .25
	case l == Certified:
		return 1
	default:
		return .5
	}
}

func oracleTimes(n *Need, openings []Opening) float64 {
	strength := map[Strength]float64{"": 1, "MILD": 1, "STRONG": 2, "REQUIRED": 3}
	strongest, met := 0.0, 0.0
	for _, w := range n.Times {
		strongest = max(strongest, strength[w.Strength])
	}
	if strongest == 0 {
		return 0
	}
	for _, o := range openings {
		best := 0.0
		for _, w := range n.Times {
			if oracleInside(w.Window, o.Start.In(newYork()), o.End.In(newYork())) {
				best = max(best, strength[w.Strength])
			}
		}
		met += best
	}
	return .1 * met / strongest / float64(len(openings))
}

func oracleFee(n *Need, t *Therapist) float64 {
	if n.Payment.SelfPayMaxCents == nil || *n.Payment.SelfPayMaxCents == 0 {
		return 0
	}
	limit, pays := float64(*n.Payment.SelfPayMaxCents), float64(t.FeeCents)
	if pays > limit {
		pays = limit // what the sliding scale leaves
	}
	return -.02 * max(0, pays-math.Floor(.8*limit)) / (limit / 10) // whole cents are comfortable
}

func oracleLeave(t *Therapist, first time.Time) float64 {
	for _, l := range t.Leave {
		from, _ := time.Parse("2006-01-02", l.StartDate)
		to, _ := time.Parse("2006-01-02", l.EndDate)
		day, _ := time.Parse("2006-01-02", first.In(newYork()).Format("2006-01-02"))
		if days := from.Sub(day).Hours() / 24; days >= 0 && days <= 28 {
			length := max(0, to.Sub(from).Hours()/24)
			return .005 * min(math.Floor(length/7)+1, 4)
		}
	}
	return 0
}
