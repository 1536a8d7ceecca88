package domain

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// defaultWarning is how far ahead the end of a licence is announced unless asked otherwise. Policy: time enough for a
// renewal.
const defaultWarning = 60

// LicenseWarning is a licence that has ended or soon will, without another in the same state that holds longer.
type LicenseWarning struct {
	Therapist   string
	DisplayName string
	License     License
	// DaysLeft counts from today to the licence's last day; negative once it has passed.
	DaysLeft int
}

// LicenseWarnings lists the licences that have ended by today or will within days, the first to end first; zero days
// is the usual number.
func (m *Matching) LicenseWarnings(ctx context.Context, days int) ([]LicenseWarning, error) {
	loc, err := clock.Zone(m.rules.Zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	now := m.now()
	today, days := now.In(loc), cmp.Or(days, defaultWarning)
	ending, err := m.store.LicensesEnding(ctx, today.AddDate(0, 0, days).Format(time.DateOnly), now)
	if err != nil {
		return nil, err
	}
	return licenseWarnings(ending, today, days), nil
}

func licenseWarnings(all []Therapist, today time.Time, days int) []LicenseWarning {
	from, _ := time.Parse(time.DateOnly, today.Format(time.DateOnly))
	var out []LicenseWarning
	for i := range all {
		t := &all[i]
		for _, l := range t.Licenses {
			end, err := time.Parse(time.DateOnly, l.ExpireDate)
			if err != nil || outlived(t, l) {
				continue
			}
			if left := int(end.Sub(from) / (24 * time.Hour)); left <= days {
				out = append(out, LicenseWarning{t.ID, t.DisplayName, l, left})
			}
		}
	}
	slices.SortFunc(out, func(a, b LicenseWarning) int {
		return cmp.Or(cmp.Compare(a.DaysLeft, b.DaysLeft), cmp.Compare(a.DisplayName, b.DisplayName),
			cmp.Compare(a.Therapist, b.Therapist), cmp.Compare(a.License.State, b.License.State))
	})
	return out
}

// outlived reports whether the therapist holds a licence in the same state that ends later and may be used.
func outlived(t *Therapist, l License) bool {
	return slices.ContainsFunc(t.Licenses, func(other License) bool {
		return other.State == l.State && other.ExpireDate > l.ExpireDate && other.usable(l.ExpireDate)
	})
}
