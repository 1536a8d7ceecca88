package outcome

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// Bounds of what can be recorded.
const (
	// skew is how far ahead another clock may be. Policy.
	skew = 5 * time.Minute
	// oldest is how long ago something may have been answered. Policy.
	oldest = 2 * 365 * 24 * time.Hour
)

// NewMeasure is a questionnaire as it was answered.
type NewMeasure struct {
	Inquiry    string
	Instrument measure.Instrument
	// Domain is the outcome domain a single item is about, -1 for other instruments.
	Domain  int
	Answers []int32
	// TakeTime is when; zero: now.
	TakeTime  time.Time
	RequestID string
	// Own is the therapist on whose behalf it is recorded; their own clients alone exist for them. Empty: anybody's.
	Own string
}

// RecordMeasure scores the questionnaire and keeps the score. Whether a human has to look is said in the answer, and stays
// on the list of [Outcomes.ListMeasures] until somebody licensed did.
func (o *Outcomes) RecordMeasure(ctx context.Context, n *NewMeasure) (Measure, error) {
	now := o.now()
	scored, faults := measure.Of(n.Instrument, n.Domain, n.Answers)
	wrong := violations(n.Instrument, faults)
	if n.Instrument != measure.Domain && n.Domain >= 0 {
		wrong = append(wrong, errs.Field("domain", "is for the instrument DOMAIN only, as a questionnaire has its own; leave it out"))
	}
	take, violation := taken(n.TakeTime, now)
	if wrong = append(wrong, violation...); len(wrong) > 0 {
		return Measure{}, errs.Invalid(wrong...)
	}
	m := Measure{
		ID: id.New(), Inquiry: n.Inquiry, Instrument: n.Instrument, Total: scored.Total, Band: scored.Band, Parts: scored.Parts,
		NeedsHuman: scored.NeedsHuman, TakeTime: take, CreateTime: now,
	}
	req := domain.NewRequest("RecordMeasure", n.RequestID, []any{n.Inquiry, n.Instrument, n.Domain, n.Answers, n.TakeTime, n.Own})
	return o.store.SaveMeasure(ctx, &m, n.Own, req)
}

// violations puts the faults on the fields of a request.
func violations(instrument measure.Instrument, faults []measure.Fault) []errs.Violation {
	var out []errs.Violation
	for _, f := range faults {
		field := "answers"
		switch {
		case f.Item >= 0:
			field = fmt.Sprintf("answers[%d]", f.Item)
		case f.Problem == measure.NoInstrument:
			field = "instrument"
		case f.Problem == measure.NoDomain:
			field = "domain"
		}
		out = append(out, errs.Field(field, f.Problem))
	}
	return out
}

// taken is when something was answered, in the precision the store keeps.
func taken(at, now time.Time) (time.Time, []errs.Violation) {
	switch {
	case at.IsZero():
		return now, nil
	case at.After(now.Add(skew)):
		return at, []errs.Violation{errs.Field("takeTime", "must not be in the future")}
	case at.Before(now.Add(-oldest)):
		return at, []errs.Violation{errs.Field("takeTime", "must not be more than two years ago")}
	}
	return at.UTC().Truncate(time.Microsecond), nil
}

// NewCheckIn is a check-in as it was answered.
type NewCheckIn struct {
	Inquiry      string
	Session, Fit int32
	TakeTime     time.Time
	RequestID    string
	Own          string
}

// checkedSessions are those after which the fit is asked for.
func checkedSessions() []int32 { return []int32{1, 3} }

// RecordCheckIn keeps how the fit was felt to be.
func (o *Outcomes) RecordCheckIn(ctx context.Context, n *NewCheckIn) (CheckIn, error) {
	now := o.now()
	take, wrong := taken(n.TakeTime, now)
	if !slices.Contains(checkedSessions(), n.Session) {
		wrong = append(wrong, errs.Field("session", "must be 1 or 3"))
	}
	if n.Fit < 0 || n.Fit > 10 {
		wrong = append(wrong, errs.Field("fit", "must be from 0 to 10"))
	}
	if len(wrong) > 0 {
		return CheckIn{}, errs.Invalid(wrong...)
	}
	c := CheckIn{ID: id.New(), Inquiry: n.Inquiry, Session: n.Session, Fit: n.Fit, TakeTime: take, CreateTime: now}
	req := domain.NewRequest("RecordCheckIn", n.RequestID, []any{n.Inquiry, n.Session, n.Fit, n.TakeTime, n.Own})
	return o.store.SaveCheckIn(ctx, &c, n.Own, req)
}

// ListMeasures reads at most limit measures before the position, newest first.
func (o *Outcomes) ListMeasures(ctx context.Context, f Filter, before time.Time, id string, limit int) ([]Measure, error) {
	return o.store.ListMeasures(ctx, f, before, id, limit)
}

// Flagged are those of the inquiries of which an answer asks for a licensed person and nobody licensed has looked; with own set,
// of that therapist's clients.
func (o *Outcomes) Flagged(ctx context.Context, inquiries []string, own string) ([]string, error) {
	return o.store.Flagged(ctx, inquiries, own)
}

// SeeMeasure records that a licensed person looked at a measure that asked for one.
func (o *Outcomes) SeeMeasure(ctx context.Context, measure, by, requestID string) (Measure, error) {
	return o.store.SeeMeasure(ctx, measure, by, o.now(), domain.NewRequest("AcknowledgeMeasure", requestID, []any{measure}))
}
