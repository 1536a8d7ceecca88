package simulate

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// Formats are those in which Export can write.
func Formats() []string { return []string{"jsonl", "min", "asn"} }

// The lines of the format "jsonl": one for the practice, one for each therapist, one for each client.
type (
	practiceLine struct {
		Practice *Config `json:"practice"`
		Seed     uint64  `json:"seed"`
	}
	therapistLine struct {
		Therapist int   `json:"therapist"`
		Capacity  int32 `json:"capacity"`
	}
	clientLine struct {
		Client  int       `json:"client"`
		Arrives int32     `json:"arrives"`
		Tier    uint8     `json:"tier"`
		Arcs    []arcLine `json:"arcs"`
	}
	// arcLine has what the pair is worth by the engine's estimate, serving the client at all included, and the true benefit, which the
	// engine does not see; both in millionths.
	arcLine struct {
		Therapist int32 `json:"therapist"`
		Benefit   int64 `json:"benefit"`
		Truth     int32 `json:"truth"`
	}
)

// Export writes the clients and places of one made-up practice for other programs: who could go to whom and what it is worth by the
// engine's estimates, all known from the start and nobody having to wait. The same seed writes the same on every machine. "min" and
// "asn" are formats of DIMACS; the least cost, with the sign turned, is what the method "hindsight" comes near to.
func Export(w io.Writer, cfg Config, seed uint64, format string) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	if !slices.Contains(Formats(), format) {
		return fmt.Errorf("simulate: no format %q; there are %s", format, strings.Join(Formats(), ", "))
	}
	world := newWorld(&cfg, seed)
	in := world.estimated()
	switch format {
	case "min":
		return assign.WriteMin(w, in)
	case "asn":
		return assign.WriteAsn(w, in)
	}
	return world.writeLines(w, in)
}

// estimated is the instance by the engine's estimates.
func (w *world) estimated() *assign.Instance {
	return &w.everyone(func(arc int32) int64 { return int64(w.demand.ours[arc]) }).Instance
}

func (w *world) writeLines(to io.Writer, in *assign.Instance) error {
	enc := json.NewEncoder(to)
	if err := enc.Encode(practiceLine{w.cfg, w.seed}); err != nil {
		return err
	}
	for j, c := range in.Capacity {
		if err := enc.Encode(therapistLine{j, c}); err != nil {
			return err
		}
	}
	d := w.demand
	for i := range d.clients {
		line := clientLine{Client: i, Arrives: d.clients[i].arrives, Tier: d.clients[i].tier, Arcs: []arcLine{}}
		truth := map[int32]int32{}
		from, to := d.arcs(i)
		for a := from; a < to; a++ {
			truth[d.therapist[a]] = d.truth[a]
		}
		for _, a := range in.Arcs(int32(i)) {
			line.Arcs = append(line.Arcs, arcLine{a.Place, a.Benefit, truth[a.Place]})
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
