package pages_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// The form suggests the insurers in whose networks the therapists are, and the page says when none is in the client's.
func TestInsurersOfTheRoster(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	page := b.get("/inquiries/3q").body
	require.Contains(t, page, `<datalist id="insurers"><option value="AETNA">Aetna</option><option value="EMBLEM">EmblemHealth</option><option value="HEALTHFIRST">Healthfirst</option><option value="OWNFUND">OWNFUND</option><option value="UNITED_HEALTHCARE">UnitedHealthcare</option></datalist>`)
	require.Contains(t, page, `<datalist id="networks"><option value="PPO"></option></datalist>`)

	for _, c := range []struct{ insurer, network, says string }{
		{"HEALTHFIRST", "", ""},
		{"Healthfirst", "any", ""},
		{"own fund", "", ""},
		{"aetna", "", ""},
		{"Aetna", "ppo", ""},
		{"Aetna", "HMO", "No therapist is in the network HMO of Aetna."},
		{"Health First", "", ""},
		{"HEALTH_FIRST", "", ""},
		{"emblem", "", ""},
		{"Emblem Health", "", ""},
		{"Own Funds", "", "No therapist is in the network of Own Funds. They are in those of Aetna, EmblemHealth, Healthfirst, OWNFUND, UnitedHealthcare."},
		{"AET_NA", "HMO", "No therapist is in the network HMO of Aetna."},
		{"UnitedHealthcare", "", ""},
		{"Ownfund", "", ""},
		{"aetna", "p.p.o.", ""},
		{"OSCAR", "", "No therapist is in the network of Oscar. They are in those of Aetna, EmblemHealth, Healthfirst, OWNFUND, UnitedHealthcare."},
	} {
		p.inquiry.Need = &typev1.Need{Payment: &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: c.insurer}, Network: c.network}}
		page := b.get("/inquiries/3q").body
		if c.says == "" {
			require.NotContains(t, page, "No therapist is in", c.insurer)
		} else {
			require.Contains(t, page, `<p class="panel panel-warm">`+c.says+`</p>`)
		}
	}

	down := errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")
	p.fail["ListInsurers"] = []error{down}
	require.NotContains(t, b.get("/inquiries/3q").body, "No therapist is in", "they could not be read")
	p.inquiry.Need = nil
	require.NotContains(t, b.get("/inquiries/3q").body, "No therapist is in")
}
