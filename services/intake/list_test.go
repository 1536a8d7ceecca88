package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func TestListPagesNewestFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		var newest []string
		for n := range 5 {
			b.book(2 + n)
			list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{PageSize: 1})
			require.NoError(t, err)
			newest = append([]string{list.GetInquiries()[0].GetName()}, newest...)
			b.clock.Advance(time.Second)
		}
		for _, order := range []string{"", "create_time desc", "create_time"} {
			var got []string
			r := &intakev1.ListInquiriesRequest{PageSize: 2, OrderBy: order}
			for {
				list, err := b.staff.ListInquiries(b.desk(), r)
				require.NoError(t, err)
				for _, i := range list.GetInquiries() {
					got = append(got, i.GetName())
				}
				if r.PageToken = list.GetNextPageToken(); r.PageToken == "" {
					break
				}
			}
			if order == "create_time" {
				for i, j := 0, len(got)-1; i < j; i, j = i+1, j-1 {
					got[i], got[j] = got[j], got[i]
				}
			}
			require.Equal(t, newest, got, order)
		}
		list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{PageSize: 2})
		require.NoError(t, err)
		_, err = b.staff.ListInquiries(b.desk(),
			&intakev1.ListInquiriesRequest{PageToken: list.GetNextPageToken(), Filter: "state = NEW"})
		require.Equal(t, errs.InvalidArgument, errs.CodeOf(err), "a token belongs to its list")
	})
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.book(0)
		wish := b.form(0)
		wish.Origin = "phone"
		wish.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
			Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKEND},
		}}
		wish.Need.Note = "I want to end my life"
		_, err := b.public.SubmitInquiry(b.visitor(), wish)
		require.NoError(t, err)
		for filter, want := range map[string]int{
			"":                               2,
			"state = NEW":                    1,
			"state = NEW OR state=UNREACHED": 1,
			"state = CONSULTATION_BOOKED OR state = NEW":        2,
			`origin = "phone"`:                                  1,
			"risk_alert = true":                                 1,
			"risk_alert = true AND state = CONSULTATION_BOOKED": 0,
			"state = CLOSED OR state = NEW AND origin = phone":  1,
			"therapist = therapists/nobody":                     0,
		} {
			list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: filter})
			require.NoError(t, err, filter)
			require.Len(t, list.GetInquiries(), want, filter)
		}
		for _, filter := range []string{
			"phone = 2125550142", "state", "state = ", "state = NOWHERE", "state = PENDING", "state = NEW OR",
			"state = NEW state = CLOSED", `origin = "phone`, "state != NEW", "risk_alert = maybe", "' OR 1 = 1",
		} {
			_, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: filter})
			e, _ := errs.As(err)
			require.NotNil(t, e, filter)
			require.Equal(t, "filter", e.Violations[0].Field, filter)
		}
		all, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{})
		require.NoError(t, err)
		for _, q := range all.GetInquiries() {
			list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Names: []string{q.GetName(), "inquiries/" + id.New()}})
			require.NoError(t, err)
			require.Len(t, list.GetInquiries(), 1)
			require.Equal(t, q.GetName(), list.GetInquiries()[0].GetName())
		}
		_, err = b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Names: []string{all.GetInquiries()[0].GetName(), "people/1"}})
		e, _ := errs.As(err)
		require.Equal(t, "names[1]", e.Violations[0].Field)
		_, err = b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{OrderBy: "phone"})
		e, _ = errs.As(err)
		require.Equal(t, "orderBy", e.Violations[0].Field)
	})
}

func TestClinicianSeesOwnClientsOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted()
		answer, err := b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err)
		b.book(4)
		bare := answer.GetPairing().GetTherapist()[len("therapists/"):]
		get := &intakev1.GetInquiryRequest{Name: inquiry.GetName()}

		own := b.clinician("providers/" + bare)
		list, err := b.staff.ListInquiries(own, &intakev1.ListInquiriesRequest{})
		require.NoError(t, err)
		require.Len(t, list.GetInquiries(), 1)
		got, err := b.staff.GetInquiry(own, get)
		require.NoError(t, err)
		require.True(t, proto.Equal(answer.GetInquiry(), got.GetInquiry()))

		for _, provider := range []string{"providers/another", ""} {
			other := b.clinician(provider)
			list, err := b.staff.ListInquiries(other, &intakev1.ListInquiriesRequest{})
			require.NoError(t, err)
			require.Empty(t, list.GetInquiries())
			_, err = b.staff.GetInquiry(other, get)
			require.Equal(t, errs.NotFound, errs.CodeOf(err))
		}
		_, err = b.staff.CloseInquiry(own, &intakev1.CloseInquiryRequest{
			Name: inquiry.GetName(), Reason: intakev1.Inquiry_SPAM, RequestId: newRequest(),
		})
		require.Equal(t, errs.PermissionDenied, errs.CodeOf(err))
	})
}
