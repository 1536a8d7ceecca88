package fhir

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const (
	dana    = "danaaaaaaaaaaaaaaaaaaaaaaa"
	okafor  = "okaforaaaaaaaaaaaaaaaaaaaa"
	inquiry = "inquiryaaaaaaaaaaaaaaaaaaa"
	base    = "https://desk.example" + Root
)

// now is a Monday, 09:00 in New York.
func now() time.Time { return time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC) }

// after is a time some minutes from now.
func after(minutes int) *timestamppb.Timestamp {
	return timestamppb.New(now().Add(time.Duration(minutes) * time.Minute))
}

// services answer in place of the real ones, and keep what they were asked.
type services struct {
	asked   []proto.Message
	answers map[string]proto.Message
	err     error
}

func (s *services) Invoke(_ context.Context, method string, args, reply any, _ ...grpc.CallOption) error {
	request, _ := args.(proto.Message)
	s.asked = append(s.asked, request)
	if s.err != nil {
		return s.err
	}
	name := method[strings.LastIndexByte(method, '/')+1:]
	answer := s.answers[name]
	if list, ok := request.(*schedulingv1.ListSlotsRequest); ok && list.GetAppointmentType() == firstSession {
		answer = s.answers["ListSessions"]
	} else if ok && list.GetAppointmentType() == session {
		answer = s.answers["ListFollowing"]
	}
	if list, ok := request.(*schedulingv1.ListAppointmentsRequest); ok && slices.Contains(sessions(), list.GetType()) {
		answer = &schedulingv1.ListAppointmentsResponse{}
	}
	if answer == nil {
		return errs.New(errs.NotFound, errs.ReasonNotFound, "there is no such thing")
	}
	out, _ := reply.(proto.Message)
	proto.Merge(out, answer)
	return nil
}

func (s *services) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errs.NotBuilt()
}

func appointment(id string, state schedulingv1.Appointment_State, minutes int) *schedulingv1.Appointment {
	return &schedulingv1.Appointment{
		Name: "appointments/" + id, Type: consultation, State: state, Provider: "providers/" + dana,
		ProviderDisplayName: "Dana Whitfield", StartTime: after(minutes), EndTime: after(minutes + 10),
		Mode: typev1.Need_PHONE, Inquiry: "inquiries/" + inquiry, Etag: "v" + id, CreateTime: after(-60), UpdateTime: after(-30),
	}
}

// practice answers for two coordinators and a therapist.
func practice() *services {
	slot := func(token string, minutes, length int, provider *string) *schedulingv1.Slot {
		return &schedulingv1.Slot{Slot: token, StartTime: after(minutes), EndTime: after(minutes + length), Provider: provider}
	}
	room := appointment("a2", schedulingv1.Appointment_COMPLETED, -120)
	room.Room, room.RoomDisplayName, room.Mode = "rooms/east", "East room", typev1.Need_IN_PERSON
	room.Site, room.SiteDisplayName = "sites/uptown", "Uptown"
	return &services{answers: map[string]proto.Message{
		"GetPractice": &intakev1.GetPracticeResponse{Practice: &intakev1.Practice{TimeZone: "America/New_York"}},
		"ListSlots": &schedulingv1.ListSlotsResponse{Slots: []*schedulingv1.Slot{
			slot("AQM_one", 120, 10, nil), slot("AQM_two", 140, 10, nil), slot("AQM-three", 160, 10, nil),
		}},
		"ListSessions": &schedulingv1.ListSlotsResponse{Slots: []*schedulingv1.Slot{
			slot("session", 180, 50, proto.String("providers/"+okafor)), slot("other", 180, 50, proto.String("providers/"+dana)),
		}},
		"ListFollowing": &schedulingv1.ListSlotsResponse{Slots: []*schedulingv1.Slot{
			slot("following", 200, 50, proto.String("providers/"+okafor)),
		}},
		"ListAppointments": &schedulingv1.ListAppointmentsResponse{NextPageToken: "", Appointments: []*schedulingv1.Appointment{
			room, appointment("a1", schedulingv1.Appointment_BOOKED, 120), appointment("a3", schedulingv1.Appointment_BOOKED, 180),
			appointment("a4", schedulingv1.Appointment_CANCELLED, 200),
		}},
		"GetAppointment": &schedulingv1.GetAppointmentResponse{Appointment: appointment("a1", schedulingv1.Appointment_BOOKED, 120)},
		"ExplainSlot":    &schedulingv1.ExplainSlotResponse{Reason: schedulingv1.SlotStatus_HELD},
		"CreateHold": &schedulingv1.CreateHoldResponse{
			Hold: "secret_of-hold", ExpireTime: after(10), StartTime: after(120), EndTime: after(130),
		},
		"BookConsultation": &intakev1.BookConsultationResponse{Inquiry: &intakev1.Inquiry{
			Contact:      &intakev1.Contact{GivenName: "Anacanary"},
			Consultation: &intakev1.Inquiry_Visit{Appointment: "appointments/a1"},
		}},
		"GetTherapist":   &matchingv1.GetTherapistResponse{Therapist: therapist()},
		"ListTherapists": &matchingv1.ListTherapistsResponse{Therapists: []*matchingv1.Therapist{therapist()}},
	}}
}

func therapist() *matchingv1.Therapist {
	return &matchingv1.Therapist{Name: "therapists/" + okafor, DisplayName: "Dr. Adaeze Okafor, LMFT"}
}

// ask makes a request as the edge does.
func ask(tb testing.TB, s *services, method, address, body string) (*Answer, error) {
	tb.Helper()
	service, err := New(s, s, s, clock.NewFake(now()))
	require.NoError(tb, err)
	u, err := url.Parse(address)
	require.NoError(tb, err)
	rt, id, _ := service.Match(method, Root+u.Path)
	require.NotNil(tb, rt, address)
	r, err := rt.Request(id, base, u.Query())
	if err != nil {
		return nil, err
	}
	if method == http.MethodPost {
		r.Body = []byte(body)
	}
	return service.Serve(tb.Context(), rt, r)
}

// golden compares a resource with the reviewed file. Set UPDATE=1 to write it anew, and review the difference.
func golden(t *testing.T, name string, resource any) {
	t.Helper()
	text, err := json.MarshalIndent(resource, "", "  ")
	require.NoError(t, err)
	file := filepath.Join("testdata", name+".json")
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(file, append(text, '\n'), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(text))
}
