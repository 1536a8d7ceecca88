package pages

import (
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/google/uuid"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Reasons the pages branch on.
const (
	reasonSlotTaken    errs.Reason = "SLOT_TAKEN"
	reasonHoldNotFound errs.Reason = "HOLD_NOT_FOUND"
	reasonCallOpen     errs.Reason = "CALL_ALREADY_OPEN"
	reasonHoldBudget   errs.Reason = "HOLD_BUDGET_USED"
	reasonLinkNotFound errs.Reason = "LINK_NOT_FOUND"
)

// holdTime claims the chosen time for ten minutes and asks for the details.
func (s *site) holdTime(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	f := r.PostForm
	t := times{
		zone: f.Get("zone"), day: f.Get("day"), from: cleanOrigin(f.Get("from")), topic: suggestedConcern(f.Get("topic"), ""),
	}
	slot := f.Get("slot")
	if slot == "" {
		t.problems = []problem{{"times", "Choose a time for the call"}}
		s.showTimes(w, r, http.StatusUnprocessableEntity, t)
		return
	}
	practice := s.practiceView(r.Context())
	zone := zoneOr(t.zone, practice.Zone)
	hold, err := s.Slots.CreateHold(r.Context(), &schedulingv1.CreateHoldRequest{
		Slot: slot, RequestId: repeatable(f.Get("visit"), slot),
	})
	d := details{Request: newRequestID(), Slot: slot, Zone: zone.String(), From: t.from, Topic: t.topic}
	switch reason := errs.ReasonOf(err); {
	case err == nil:
		d.Hold = hold.GetHold()
		d.Start = hold.GetStartTime().AsTime().UTC().Format(time.RFC3339)
	case reason == reasonHoldBudget:
		// Nobody is turned away for holding too much: the time is booked without a hold at the end.
	case reason == reasonSlotTaken:
		t.problems = []problem{{"times", "That time has just been taken. Choose another one"}}
		t.nearest = nearestOf(err, zone, practice.Zone)
		s.showTimes(w, r, http.StatusConflict, t)
		return
	case errs.CodeOf(err) == errs.InvalidArgument:
		t.problems = []problem{{"times", "That time is no longer offered. Choose another one"}}
		s.showTimes(w, r, http.StatusUnprocessableEntity, t)
		return
	default:
		s.fail(w, r, err)
		return
	}
	if d.Topic != "" {
		d.Concerns = []string{d.Topic}
	}
	s.showDetails(w, r, http.StatusOK, d, nil)
}

// extendHold keeps the time ten minutes longer. The script of the page asks for it in the background and reads only
// the status; without the script the same button sends the whole form and gets it back.
func (s *site) extendHold(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	d := readDetails(r.PostForm)
	_, err := s.Slots.ExtendHold(r.Context(), &schedulingv1.ExtendHoldRequest{Hold: d.Hold})
	if r.Header.Get("X-Requested-With") == "fetch" {
		status := http.StatusNoContent
		if err != nil {
			status = statusOf(err)
		}
		w.WriteHeader(status)
		return
	}
	d.Kept = err == nil
	d.Lapsed = err != nil
	s.showDetails(w, r, http.StatusOK, d, nil)
}

// repeatable makes the same UUID4 for the same page and slot: reloading holds nothing twice, and another time picked
// on the same page is another request.
func repeatable(visit, slot string) string {
	if visit == "" {
		return newRequestID()
	}
	sum := sha256.Sum256([]byte(visit + "\x00" + slot))
	u := uuid.UUID(sum[:16])
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}

// nearestOf are the open times that came with SLOT_TAKEN, at most three.
func nearestOf(err error, zone, practice *time.Location) []openTime {
	e, ok := errs.As(err)
	if !ok {
		return nil
	}
	var near []openTime
	for _, detail := range e.Details {
		open, ok := detail.(*schedulingv1.OpenSlots)
		if !ok {
			continue
		}
		for _, slot := range open.GetSlots() {
			if len(near) < 3 {
				near = append(near, openTimeOf(slot, zone, practice))
			}
		}
	}
	return near
}
