// Package rpc answers intake's two APIs: it converts and delegates.
package rpc

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/convert"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// fixed is a request in a form in which equal requests are equal, without the id that names it.
func fixed(m proto.Message, requestID string) ([]byte, error) {
	if requestID != "" {
		m = proto.Clone(m)
		fields := m.ProtoReflect().Descriptor().Fields()
		m.ProtoReflect().Clear(fields.ByName("request_id"))
	}
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("fix request: %w", err)
	}
	return body, nil
}

// stamp leaves the zero time out.
func stamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func toInquiry(i domain.Inquiry) (*intakev1.Inquiry, error) {
	need, err := convert.NeedTo(i.Need)
	if err != nil {
		return nil, err
	}
	m := &intakev1.Inquiry{
		Name: i.Name(), State: intakev1.Inquiry_State(intakev1.Inquiry_State_value[string(i.State)]),
		CloseReason: intakev1.Inquiry_CloseReason(intakev1.Inquiry_CloseReason_value[string(i.CloseReason)]),
		Contact:     toContact(i.Person.Contact), Need: need, Note: i.Person.Note, CallNote: i.Person.CallNote,
		Consultation: toVisit(i.Consultation, i.TimeZone), FirstSession: toVisit(i.FirstSession, i.TimeZone),
		Callback: toCallback(i.Callback), Therapist: i.Therapist, Decision: i.Decision, Proposal: i.Proposal,
		Pairing: i.Pairing, Attempts: int32(i.Attempts), NextAttemptTime: stamp(i.NextAttempt), RiskAlert: i.RiskAlert,
		Locale: i.Locale, TimeZone: i.TimeZone, Origin: i.Origin, ConfirmationCode: showCode(i.Person.Code),
		CreateTime: stamp(i.CreateTime), UpdateTime: stamp(i.UpdateTime), Etag: i.ETag(), WaitingSinceTime: stamp(i.WaitingSince),
	}
	for _, p := range i.Person.Participants {
		m.Participants = append(m.Participants,
			&intakev1.Participant{GivenName: p.GivenName, FamilyName: p.FamilyName})
	}
	if g := i.Person.Guardian; g != nil {
		m.Guardian = &intakev1.Guardian{
			GivenName: g.GivenName, FamilyName: g.FamilyName, Phone: g.Phone, Relation: g.Relation,
		}
	}
	for _, c := range i.Consents {
		m.Consents = append(m.Consents,
			&intakev1.Consent{Document: c.Document, Version: c.Version, Time: stamp(c.Time)})
	}
	return m, nil
}

func toContact(c domain.Contact) *intakev1.Contact {
	return &intakev1.Contact{
		GivenName: c.GivenName, FamilyName: c.FamilyName, Phone: c.Phone, Email: c.Email,
		PreferredChannel: intakev1.Contact_Channel(intakev1.Contact_Channel_value[c.PreferredChannel]),
		VoicemailOk:      c.VoicemailOK, TextOk: c.TextOK,
	}
}

func fromContact(m *intakev1.Contact) domain.Contact {
	c := domain.Contact{
		GivenName: m.GetGivenName(), FamilyName: m.GetFamilyName(), Phone: m.GetPhone(), Email: m.GetEmail(),
		VoicemailOK: m.GetVoicemailOk(), TextOK: m.GetTextOk(), PreferredChannel: "PHONE",
	}
	if m.GetPreferredChannel() != 0 {
		c.PreferredChannel = m.GetPreferredChannel().String()
	}
	return c
}

func toVisit(v domain.Visit, zone string) *intakev1.Inquiry_Visit {
	if v.Appointment == "" {
		return nil
	}
	return &intakev1.Inquiry_Visit{
		Appointment: v.Appointment, State: toState(v.State), StartTime: stamp(v.Start), EndTime: stamp(v.End),
		TimeZone: zone, Mode: typev1.Need_Mode(typev1.Need_Mode_value[v.Mode]), Room: v.Room, Provider: v.Provider,
	}
}

func toState(s domain.VisitState) schedulingv1.Appointment_State {
	return schedulingv1.Appointment_State(schedulingv1.Appointment_State_value[string(s)])
}

func toCallback(windows []domain.CallbackWindow) *intakev1.Callback {
	if len(windows) == 0 {
		return nil
	}
	m := &intakev1.Callback{}
	for _, w := range windows {
		m.Windows = append(m.Windows, intakev1.Callback_Window(intakev1.Callback_Window_value[string(w)]))
	}
	return m
}

func toEvent(e domain.Event) *intakev1.HistoryEvent {
	return &intakev1.HistoryEvent{
		Time: stamp(e.Time), Actor: e.Actor, Facts: e.Facts, RequestId: e.RequestID,
		Kind:  intakev1.HistoryEvent_Kind(intakev1.HistoryEvent_Kind_value[string(e.Kind)]),
		State: intakev1.Inquiry_State(intakev1.Inquiry_State_value[string(e.State)]),
	}
}

// showCode writes a confirmation code in two groups.
func showCode(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + "-" + code[4:]
}

// errNoAnswer says that a write was answered without what its kind answers.
var errNoAnswer = errors.New("a stored answer lacks its content")
