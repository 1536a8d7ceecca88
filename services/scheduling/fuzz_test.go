package scheduling_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// FuzzRequests: whatever message any of the methods for visitors and staff gets, it answers, or refuses with a reason that
// is not a fault of ours; and who sent something wrong is told where.
func FuzzRequests(f *testing.F) {
	b := setup(f, dbtest.Open(f, sqldb.SQLite, scheduling.Migrations()))
	held, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetSlot())
	require.NoError(f, err)
	slot := b.slots("2026-11-26", "2026-11-26").GetSlots()[0].GetSlot()
	booked, err := b.book(slot)
	require.NoError(f, err)
	request := func() string { return `"requestId":"` + uuid.NewString() + `"` }
	provider := `"providers/` + b.coordinators[0] + `"`
	for method, body := range map[string]string{
		"ListSlots":                  `{"appointmentType":"consultation","startDate":"2026-11-24","endDate":"2026-12-01","timeZone":"Europe/Kyiv"}`,
		"CreateHold":                 `{"slot":"` + slot + `",` + request() + `}`,
		"ExtendHold":                 `{"hold":"` + held.GetHold() + `"}`,
		"ReleaseHold":                `{"hold":"x"}`,
		"ListAppointments":           `{"startTime":"2026-11-24T00:00:00Z","endTime":"2026-11-25T00:00:00Z","provider":` + provider + `,"type":"consultation","pageSize":3,"pageToken":"x"}`,
		"GetAppointment":             `{"name":"` + booked.GetName() + `"}`,
		"RescheduleAppointment":      `{"name":"` + booked.GetName() + `","slot":"` + slot + `","etag":"1",` + request() + `}`,
		"CancelAppointment":          `{"name":"` + booked.GetName() + `","etag":"zz",` + request() + `}`,
		"ListUnresolvedAppointments": `{"pageSize":-1,"pageToken":"AQ"}`,
		"ListAffectedAppointments":   `{}`,
		"OverbookSlot":               `{"appointmentType":"consultation","provider":` + provider + `,"startTime":"2026-11-26T14:00:00Z","rule":"BUSY","reason":"asked for",` + request() + `}`,
		"UpdateSchedule":             `{"schedule":{"name":"providers/` + b.coordinators[0] + `/schedule","etag":"x","timeZone":"America/Havana","weeklyHours":[{"window":{"day":"MONDAY","startTime":"09:00","endTime":"24:00"},"startDate":"2026-11-23"}],"exceptions":[{"kind":"TIME_OFF","startTime":"2026-11-24T00:00:00Z","endTime":"2026-11-25T00:00:00Z"}],"caps":[{"perDay":1,"appointmentTypes":["consultation"]}]},` + request() + `}`,
		"CreateTimeOff":              `{"provider":` + provider + `,"startTime":"2026-11-24T00:00:00Z","endTime":"2026-11-25T00:00:00Z",` + request() + `}`,
		"CreateClosure":              `{"closure":{"startDate":"2026-12-24","endDate":"2026-12-26","label":"Holidays"},` + request() + `}`,
		"CreateRoom":                 `{"room":{"displayName":"Green","capacity":3,"accessible":true},` + request() + `}`,
		"GetLedger":                  `{"name":"appointmentTypes/consultation/ledger"}`,
		"ExplainSlot":                `{"appointmentType":"consultation","provider":` + provider + `,"startTime":"2026-11-24T16:00:00Z","mode":"PHONE"}`,
		"FindWeeklyOpenings":         `{"providers":[` + provider + `],"appointmentType":"session","weeks":8,"maxExceptions":2}`,
		"BookSeries":                 `{"provider":` + provider + `,"appointmentType":"session","mode":"VIDEO","inquiry":"inquiries/` + id.Derive("ana") + `","startDate":"2026-11-30","localTime":"10:00","recurrence":"FREQ=WEEKLY;COUNT=8",` + request() + `}`,
		"MoveSeries":                 `{"name":"series/` + id.Derive("ana") + `","scope":"FROM_HERE_ON","startDate":"2026-12-07","localTime":"24:61",` + request() + `}`,
		"CreateCalendarFeed":         `{"provider":` + provider + `,` + request() + `}`,
		"ListSeries":                 `{"inquiry":"inquiries/` + id.Derive("ana") + `"}`,
	} {
		f.Add(method, body)
	}
	visitor, staff := b.visitor(), b.as(identity.Actor{
		ID: "staff/all", Roles: []identity.Role{identity.FrontDesk, identity.Admin, identity.ClinicalLead},
	})
	f.Fuzz(func(t *testing.T, name, body string) {
		method := methodOf(name)
		if method == nil {
			return
		}
		in, err := protoregistry.GlobalTypes.FindMessageByName(method.Input().FullName())
		require.NoError(t, err)
		out, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
		require.NoError(t, err)
		ask, answer := in.New().Interface(), out.New().Interface()
		if protojson.Unmarshal([]byte(body), ask) != nil {
			return
		}
		ctx := staff
		if method.Parent().Name() == "PublicSchedulingService" {
			ctx = visitor
		}
		if err = b.gateway.Invoke(ctx, "/"+string(method.Parent().FullName())+"/"+name, ask, answer); err == nil {
			return
		}
		e, ok := errs.As(wire.FromStatus(err))
		require.True(t, ok, "%v", err)
		require.Contains(t, []errs.Code{
			errs.InvalidArgument, errs.NotFound, errs.FailedPrecondition, errs.Aborted, errs.AlreadyExists, errs.ResourceExhausted,
		}, e.Code, "%s of %s: %v", name, body, err)
		require.Equal(t, e.Code == errs.InvalidArgument, len(e.Violations) > 0, "%v", err)
		for _, v := range e.Violations {
			require.NotEmpty(t, v.Field, "%s", v.Description)
		}
	})
}

// methodOf finds a method by its name. Those that ask for what is elsewhere are left out.
func methodOf(name string) protoreflect.MethodDescriptor {
	if strings.Contains(name, "BusyCalendar") {
		return nil
	}
	for _, file := range []protoreflect.FileDescriptor{
		schedulingv1.File_firstcall_scheduling_v1_scheduling_service_proto,
		schedulingv1.File_firstcall_scheduling_v1_public_scheduling_service_proto,
	} {
		if m := file.Services().Get(0).Methods().ByName(protoreflect.Name(name)); m != nil {
			return m
		}
	}
	return nil
}
