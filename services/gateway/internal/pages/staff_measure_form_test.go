package pages_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// answered is the form of a questionnaire as a browser sends it.
func answered(pairs ...string) url.Values {
	v := url.Values{"request": {"8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestEnterAQuestionnaire(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	page := b.get("/inquiries/3q").body
	require.Contains(t, page, `action="/inquiries/3q/measure"`)
	require.Contains(t, page, ">PHQ-9: 9 answers, 0 to 3<")
	for domain, words := range map[string]string{"EATING_BODY": "Eating and body image", "SEVERE": "Severe conditions", "FUNCTIONING": "Work and school"} {
		require.Contains(t, page, `<option value="`+domain+`">`+words+`</option>`)
	}

	got := b.post("/inquiries/3q/measure", answered("instrument", "PHQ_9", "answers", "1 0, 2;3 1 0 0 1 0", "taken", "2026-11-20T16:30"))
	require.Equal(t, "/inquiries/3q?done=measured", got.header.Get("Location"))
	sent := p.measured[0]
	require.Equal(t, "inquiries/3q", sent.GetInquiry())
	require.Equal(t, []int32{1, 0, 2, 3, 1, 0, 0, 1, 0}, sent.GetAnswers())
	require.True(t, sent.GetTakeTime().AsTime().Equal(time.Date(2026, 11, 20, 21, 30, 0, 0, time.UTC)), "the practice's clock")
	require.Equal(t, "8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11", sent.GetRequestId())
	require.Contains(t, b.get("/inquiries/3q?done=measured").body, "The questionnaire is recorded.")

	got = b.post("/inquiries/3q/measure", answered("instrument", "PHQ_9", "answers", "000000001"))
	require.Equal(t, "/inquiries/3q?done=measured-human", got.header.Get("Location"))
	require.Nil(t, p.measured[1].GetTakeTime(), "now")
	require.Contains(t, b.get("/inquiries/3q?done=measured-human").body, "offer 988")

	b.post("/inquiries/3q/measure", answered("instrument", "DOMAIN", "domain", "SLEEP", "answers", "10"))
	require.Equal(t, []int32{10}, p.measured[2].GetAnswers(), "one number, not two digits")
	require.Equal(t, typev1.OutcomeDomain_SLEEP, p.measured[2].GetDomain())
	b.post("/inquiries/3q/measure", answered("instrument", "GAD_2", "domain", "SLEEP", "answers", "1 2"))
	require.Equal(t, typev1.OutcomeDomain_ID_UNSPECIFIED, p.measured[3].GetDomain(), "only the single item has one")
	require.Equal(t, matchingv1.Measure_GAD_2, p.measured[3].GetInstrument())
}

func TestQuestionnaireFaultsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	refused := func(violations ...errs.Violation) error { return errs.Invalid(violations...) }
	for name, c := range map[string]struct {
		form  url.Values
		fail  error
		words []string
	}{
		"nothing":   {answered(), nil, []string{"Choose which questionnaire it was", "Enter the answers in their order"}},
		"no number": {answered("instrument", "PHQ_2", "answers", "1 two"), nil, []string{"“two” is not a number", `value="1 two"`, `<option value="PHQ_2" selected>`}},
		"no domain": {answered("instrument", "DOMAIN", "answers", "7"), nil, []string{"Choose what the answer is about", `value="7"`}},
		"no time":   {answered("instrument", "PHQ_2", "answers", "12", "taken", "yesterday"), nil, []string{"Enter the day and the time", `value="yesterday"`}},
		"what matching refuses": {
			answered("instrument", "PHQ_2", "answers", "1 4", "taken", "2026-11-30T10:00"),
			refused(errs.Field("answers[1]", "must be from 0 to 3"), errs.Field("takeTime", "must not be in the future")),
			[]string{"Answer 2 must be from 0 to 3", "The time must not be in the future", `value="1 4"`, `value="2026-11-30T10:00"`},
		},
		"too many":    {answered("instrument", "PHQ_2", "answers", "123"), refused(errs.Field("answers", "must have 2 answers")), []string{"The questionnaire must have 2 answers"}},
		"sent before": {answered("instrument", "PHQ_2", "answers", "12"), errs.New(errs.AlreadyExists, errs.ReasonRequestIDReused, "no"), []string{"was sent before with other answers"}},
	} {
		if c.fail != nil {
			p.fail["RecordMeasure"] = []error{c.fail}
		}
		got := b.post("/inquiries/3q/measure", c.form)
		require.GreaterOrEqual(t, got.status, 400, name)
		for _, words := range append(c.words, `<details class="panel" open>`, "<title>Error: ") {
			require.Contains(t, got.body, words, name)
		}
	}
	require.Empty(t, p.measured)
	p.fail["RecordMeasure"] = []error{errs.New(errs.NotFound, errs.ReasonNotFound, "another's client")}
	require.Equal(t, http.StatusNotFound, b.post("/inquiries/3q/measure", answered("instrument", "PHQ_2", "answers", "12")).status)

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.NotContains(t, b.get("/inquiries/3q").body, "/measure\"", "not for the manager")
}
