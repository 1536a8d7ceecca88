package rpc

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// Staff answers firstcall.intake.v1.IntakeService.
type Staff struct {
	intakev1.UnimplementedIntakeServiceServer
	intake *domain.Intake
	// outcomes keeps what came of pairings.
	outcomes matchingv1.PairingServiceClient
}

// NewStaff returns the service over the use cases, and over what keeps outcomes.
func NewStaff(in *domain.Intake, outcomes matchingv1.PairingServiceClient) *Staff {
	return &Staff{intake: in, outcomes: outcomes}
}

// Sizes of a page.
const (
	defaultPage = 50
	largestPage = 200
)

// ListInquiries implements IntakeService.
func (s *Staff) ListInquiries(
	ctx context.Context, r *intakev1.ListInquiriesRequest,
) (*intakev1.ListInquiriesResponse, error) {
	q, bound, err := query(r)
	if err != nil {
		return nil, err
	}
	size := q.Limit
	q.Limit++ // one more tells whether there is a next page
	found, err := s.intake.ListInquiries(ctx, q)
	if err != nil {
		return nil, err
	}
	answer := &intakev1.ListInquiriesResponse{}
	if len(found) > size {
		found = found[:size]
		last := found[size-1]
		position := []string{strconv.FormatInt(last.CreateTime.UnixMicro(), 10), last.ID}
		answer.NextPageToken = page.Encode(position, bound)
	}
	for _, i := range found {
		m, err := toInquiry(i)
		if err != nil {
			return nil, err
		}
		answer.Inquiries = append(answer.Inquiries, m)
	}
	return answer, nil
}

func query(r *intakev1.ListInquiriesRequest) (q domain.Query, bound string, err error) {
	if q.Filter, err = domain.ParseFilter(r.GetFilter()); err != nil {
		return q, "", err
	}
	switch r.GetOrderBy() {
	case "", "create_time desc", "createTime desc":
	case "create_time", "createTime", "create_time asc":
		q.Ascending = true
	default:
		return q, "", errs.Invalid(errs.Field("orderBy", `must be "create_time desc" or "create_time"`))
	}
	if q.Limit, err = page.Size(r.GetPageSize(), defaultPage, largestPage); err != nil {
		return q, "", err
	}
	for i, name := range r.GetNames() {
		bare, err := domain.InquiryID(name)
		if err != nil {
			return q, "", errs.Invalid(errs.Field(fmt.Sprintf("names[%d]", i), "is not the name of an inquiry"))
		}
		q.IDs = append(q.IDs, bare)
	}
	bound = r.GetFilter() + "\x00" + strconv.FormatBool(q.Ascending) + "\x00" + strings.Join(q.IDs, " ")
	position, err := page.Decode(r.GetPageToken(), bound)
	if err != nil || position == nil {
		return q, bound, err
	}
	micros, err := strconv.ParseInt(position[0], 10, 64)
	if err != nil || len(position) != 2 {
		return q, "", errs.Invalid(errs.Field("pageToken", "is not a token of this list with these arguments"))
	}
	q.AfterTime, q.AfterID = time.UnixMicro(micros).UTC(), position[1]
	return q, bound, nil
}

// GetInquiry implements IntakeService.
func (s *Staff) GetInquiry(ctx context.Context, r *intakev1.GetInquiryRequest) (*intakev1.GetInquiryResponse, error) {
	i, err := s.intake.GetInquiry(ctx, r.GetName())
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.GetInquiryResponse{Inquiry: m}, err
}

// CreateInquiry implements IntakeService.
func (s *Staff) CreateInquiry(
	ctx context.Context, r *intakev1.CreateInquiryRequest,
) (*intakev1.CreateInquiryResponse, error) {
	form, err := submission(r, true)
	if err != nil {
		return nil, err
	}
	form.AnotherCall = r.GetAnotherCallReason()
	answer, err := s.intake.Submit(ctx, form)
	if err != nil {
		return nil, err
	}
	if answer.Inquiry == nil {
		return nil, errNoAnswer
	}
	m, err := toInquiry(*answer.Inquiry)
	return &intakev1.CreateInquiryResponse{Inquiry: m}, err
}

// ListHistory implements IntakeService.
func (s *Staff) ListHistory(
	ctx context.Context, r *intakev1.ListHistoryRequest,
) (*intakev1.ListHistoryResponse, error) {
	events, err := s.intake.ListHistory(ctx, r.GetName())
	if err != nil {
		return nil, err
	}
	answer := &intakev1.ListHistoryResponse{}
	for _, e := range events {
		answer.Events = append(answer.Events, toEvent(e))
	}
	return answer, nil
}
