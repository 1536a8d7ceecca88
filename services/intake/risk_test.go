package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// rewrite makes the details of the inquiries that are stored those of an older one.
func (b *bundle) rewrite(from, to string) {
	b.t.Helper()
	require.NoError(b.t, b.db.Tx(b.t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(b.t.Context(), `UPDATE inquiries SET details = replace(details, $1, $2)`, from, to)
		return err
	}))
}

// What staff say of the risk is an alert of its own where a concern has raised one, and the first where the concern was stored
// without.
func TestARiskIsToldWhereAConcernSpeaksOfHarm(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for n, c := range []struct {
			name        string
			form        typev1.Need_Concern
			say         *typev1.Need
			first, then int
		}{
			{"flag after an alert", typev1.Need_SELF_HARM, &typev1.Need{RiskFlag: true}, 1, 2},
			{"screening after an alert", typev1.Need_SELF_HARM, &typev1.Need{Risk: typev1.Risk_ELEVATED}, 1, 2},
			{"nothing new after an alert", typev1.Need_SELF_HARM, &typev1.Need{}, 1, 1},
			{"flag, stored without", typev1.Need_GRIEF, &typev1.Need{RiskFlag: true}, 0, 1},
			{"screening, stored without", typev1.Need_GRIEF, &typev1.Need{Risk: typev1.Risk_ELEVATED}, 0, 1},
			{"nothing new, stored without", typev1.Need_GRIEF, &typev1.Need{}, 0, 1},
			{"no risk, stored without", typev1.Need_GRIEF, &typev1.Need{Risk: typev1.Risk_NONE}, 0, 0},
		} {
			form, before := b.form(n), b.rows("risk_alerts")
			made, err := b.staff.CreateInquiry(b.desk(), &intakev1.CreateInquiryRequest{
				RequestId: form.GetRequestId(), When: &intakev1.CreateInquiryRequest_Slot{Slot: form.GetSlot()}, Contact: form.GetContact(),
				Need: &intakev1.PublicNeed{Concerns: []typev1.Need_Concern{c.form}}, Consents: form.GetConsents(), Locale: form.GetLocale(),
			})
			require.NoError(t, err, c.name)
			b.rewrite("GRIEF", "SELF_HARM")
			require.Equal(t, before+c.first, b.rows("risk_alerts"), c.name)

			c.say.Concerns = []typev1.Need_Concern{typev1.Need_SELF_HARM}
			for range 2 {
				require.NoError(t, b.record(made.GetInquiry().GetName(), c.say), c.name)
				require.Equal(t, before+c.then, b.rows("risk_alerts"), c.name)
			}
			now, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: made.GetInquiry().GetName()})
			require.NoError(t, err)
			require.Equal(t, c.then > 0, now.GetInquiry().GetRiskAlert(), c.name)
		}
	})
}
