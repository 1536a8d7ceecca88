package store

import (
	"database/sql"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// decodedAtOnce is how many profiles one goroutine makes sense of while further rows are read. Policy.
const decodedAtOnce = 256

// collectTherapists reads all rows. A network is read by all processors.
func collectTherapists(rows *sql.Rows, err error) ([]domain.Therapist, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var parts [][]domain.Therapist
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for more := true; more; {
		var part []domain.Therapist
		var read []texts
		for len(part) < decodedAtOnce && rows.Next() {
			part = append(part, domain.Therapist{})
			x, err := readTherapist(rows, &part[len(part)-1])
			if err != nil {
				_ = group.Wait() // what is under way says nothing more
				return nil, err
			}
			read = append(read, x)
		}
		more = len(part) == decodedAtOnce
		parts = append(parts, part)
		group.Go(func() error {
			for i := range read {
				if err := read[i].decode(&part[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(parts...), rows.Err()
}
