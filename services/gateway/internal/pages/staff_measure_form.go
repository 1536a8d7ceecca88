package pages

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// measureForm is a questionnaire's answers as they were typed.
type measureForm struct {
	Instrument, Domain, Answers, Taken, Request string
	// Sent says that the page shows what came of sending it.
	Sent bool
}

// Instruments are the questionnaires there are, with how many answers each has.
func (f measureForm) Instruments() []choice {
	return []choice{
		{"PHQ_9", "PHQ-9: 9 answers, 0 to 3"}, {"GAD_7", "GAD-7: 7 answers, 0 to 3"}, {"PHQ_4", "PHQ-4: 4 answers, 0 to 3"},
		{"PHQ_2", "PHQ-2: 2 answers, 0 to 3"}, {"GAD_2", "GAD-2: 2 answers, 0 to 3"}, {"DOMAIN", "How much it troubled them: 1 answer, 0 to 10"},
	}
}

// Domains are what the single item may be about, as the vocabulary names them.
func (f measureForm) Domains() []choice { return terms(typev1.OutcomeDomain_Id(0)) }

// recordMeasure keeps what a questionnaire came to.
func (s *site) recordMeasure(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	text := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	form := measureForm{
		Instrument: text("instrument"), Domain: text("domain"), Answers: text("answers"), Taken: text("taken"), Request: text("request"), Sent: true,
	}
	req, problems := form.request(s.practiceView(r.Context()).Zone)
	req.Inquiry = "inquiries/" + r.PathValue("id")
	if len(problems) > 0 {
		s.showInquiryWith(w, r, http.StatusUnprocessableEntity, func(b *inquiryBody) { b.Measure = form }, problems)
		return
	}
	reply, err := s.Intake.RecordMeasure(r.Context(), req)
	if err != nil {
		if problems = measureProblems(err); len(problems) == 0 {
			s.fail(w, r, err)
			return
		}
		s.showInquiryWith(w, r, statusOf(err), func(b *inquiryBody) { b.Measure = form }, problems)
		return
	}
	done := "measured"
	if reply.GetMeasure().GetNeedsHuman() {
		done = "measured-human"
	}
	http.Redirect(w, r, "/inquiries/"+r.PathValue("id")+"?done="+done, http.StatusSeeOther)
}

// separators are what may stand between two answers.
var separators = regexp.MustCompile(`[\s,;/.]+`)

// request reads the form. Answers are numbers with anything between them, or a row of digits.
func (f measureForm) request(zone *time.Location) (*intakev1.RecordMeasureRequest, []problem) {
	req := &intakev1.RecordMeasureRequest{
		Instrument: matchingv1.Measure_Instrument(matchingv1.Measure_Instrument_value[f.Instrument]), RequestId: f.Request,
	}
	var problems []problem
	if req.GetInstrument() == matchingv1.Measure_INSTRUMENT_UNSPECIFIED {
		problems = append(problems, problem{"instrument", "Choose which questionnaire it was"})
	}
	if req.GetInstrument() == matchingv1.Measure_DOMAIN {
		req.Domain = typev1.OutcomeDomain_Id(typev1.OutcomeDomain_Id_value[f.Domain])
		if req.GetDomain() == typev1.OutcomeDomain_ID_UNSPECIFIED {
			problems = append(problems, problem{"domain", "Choose what the answer is about"})
		}
	}
	parts := separators.Split(f.Answers, -1)
	if len(parts) == 1 && req.GetInstrument() != matchingv1.Measure_DOMAIN {
		parts = strings.Split(f.Answers, "")
	}
	for _, part := range parts {
		if part == "" {
			continue
		}
		n, err := strconv.ParseInt(part, 10, 32)
		if err != nil {
			return req, append(problems, problem{"answers", fmt.Sprintf("“%s” is not a number", part)})
		}
		req.Answers = append(req.Answers, int32(n))
	}
	if len(req.GetAnswers()) == 0 {
		problems = append(problems, problem{"answers", "Enter the answers in their order"})
	}
	if f.Taken != "" {
		at, err := time.ParseInLocation(localInput, f.Taken, zone)
		if err != nil {
			return req, append(problems, problem{"taken", "Enter the day and the time, or leave it empty for now"})
		}
		req.TakeTime = timestamppb.New(at)
	}
	return req, problems
}

// itemField is the path of one answer.
var itemField = regexp.MustCompile(`^answers\[(\d+)\]$`)

// measureProblems puts what matching refuses on the fields of the form; none when the error is of another kind.
func measureProblems(err error) []problem {
	e, ok := errs.As(err)
	if ok && e.Reason == errs.ReasonRequestIDReused {
		return []problem{{"answers", refusals()[e.Reason]}}
	}
	if !ok || e.Code != errs.InvalidArgument {
		return nil
	}
	var out []problem
	for _, v := range e.Violations {
		field, text := "answers", "The questionnaire "+v.Description
		item := itemField.FindStringSubmatch(v.Field)
		switch {
		case item != nil:
			n, _ := strconv.Atoi(item[1])
			text = fmt.Sprintf("Answer %d %s", n+1, v.Description)
		case v.Field == "takeTime":
			field, text = "taken", "The time "+v.Description
		case v.Field == "instrument" || v.Field == "domain":
			field, text = v.Field, sentence(v.Description)
		}
		out = append(out, problem{field, text})
	}
	return out
}

// RecordsMeasures reports whether the signed-in person may enter a questionnaire.
func (v view) RecordsMeasures() bool {
	return v.hasAny(optionsv1.Policy_FRONT_DESK, optionsv1.Policy_CLINICIAN, optionsv1.Policy_CLINICAL_LEAD)
}
