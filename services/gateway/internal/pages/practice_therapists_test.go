package pages_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/grpc"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

func (p *practice) ListTherapists(
	_ context.Context, req *matchingv1.ListTherapistsRequest, _ ...grpc.CallOption,
) (*matchingv1.ListTherapistsResponse, error) {
	if err := p.trip("ListTherapists"); err != nil {
		return nil, err
	}
	if p.many {
		return p.named(req), nil
	}
	last := []*matchingv1.Therapist{{Name: "therapists/t3", DisplayName: "Zoe Lang, LP"}}
	if req.GetPageToken() == "more" {
		return &matchingv1.ListTherapistsResponse{Therapists: last}, nil
	}
	first := []*matchingv1.Therapist{
		{Name: "therapists/t1", DisplayName: "Dr. Maya Stern, LMFT", Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 20, ActiveClients: 19, Accepting: true}},
		{Name: "therapists/t2", DisplayName: "Sam Ortiz, LCSW", Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 1, ActiveClients: 1}},
	}
	if req.GetPageSize() > 100 { // more than a page of the roster
		return &matchingv1.ListTherapistsResponse{Therapists: append(first, last...)}, nil
	}
	return &matchingv1.ListTherapistsResponse{NextPageToken: "more", Therapists: first}, nil
}

func (p *practice) ListInsurers(
	context.Context, *matchingv1.ListInsurersRequest, ...grpc.CallOption,
) (*matchingv1.ListInsurersResponse, error) {
	return &matchingv1.ListInsurersResponse{
		Insurers: []string{"AETNA:PPO", "EMBLEM", "HEALTHFIRST", "OWNFUND", "UNITED_HEALTHCARE"},
	}, p.trip("ListInsurers")
}

// named are the therapists of a network, N0 to N149, in whose name a word is what is asked for.
func (p *practice) named(req *matchingv1.ListTherapistsRequest) *matchingv1.ListTherapistsResponse {
	out := &matchingv1.ListTherapistsResponse{}
	from, _ := strconv.Atoi(req.GetPageToken())
	for i := from; i < 150; i++ {
		name := fmt.Sprintf("N%d %s", i, []string{"Stern", "Lang"}[i%2])
		if !strings.Contains(strings.ToLower(name), strings.ToLower(req.GetQuery())) {
			continue
		}
		if len(out.GetTherapists()) == int(req.GetPageSize()) {
			out.NextPageToken = strconv.Itoa(i)
			break
		}
		out.Therapists = append(out.Therapists, &matchingv1.Therapist{Name: fmt.Sprintf("therapists/n%d", i), DisplayName: name})
	}
	return out
}

func (p *practice) ListLicenseWarnings(
	context.Context, *matchingv1.ListLicenseWarningsRequest, ...grpc.CallOption,
) (*matchingv1.ListLicenseWarningsResponse, error) {
	return &matchingv1.ListLicenseWarningsResponse{Warnings: []*matchingv1.LicenseWarning{
		{DisplayName: "Sam Ortiz, LCSW", State: "NJ", Title: "LCSW", ExpireDate: "2026-11-20", DaysLeft: -3, Expired: true},
		{DisplayName: "Dr. Maya Stern, LMFT", State: "NY", Title: "LMFT", ExpireDate: "2026-12-31", DaysLeft: 38},
	}}, p.trip("ListLicenseWarnings")
}

func (p *practice) ExportTherapists(
	_ context.Context, req *matchingv1.ExportTherapistsRequest, _ ...grpc.CallOption,
) (*matchingv1.ExportTherapistsResponse, error) {
	if err := p.trip("ExportTherapists"); err != nil {
		return nil, err
	}
	if req.GetPageToken() == "second" {
		return &matchingv1.ExportTherapistsResponse{Csv: "t2\r\n"}, nil
	}
	return &matchingv1.ExportTherapistsResponse{Csv: "id\r\nt1\r\n", NextPageToken: "second"}, nil
}

// ImportTherapists refuses a file that says bad.
func (p *practice) ImportTherapists(
	_ context.Context, req *matchingv1.ImportTherapistsRequest, _ ...grpc.CallOption,
) (*matchingv1.ImportTherapistsResponse, error) {
	if err := p.trip("ImportTherapists"); err != nil {
		return nil, err
	}
	p.imported = append(p.imported, req)
	if strings.Contains(req.GetCsv(), "bad") {
		return &matchingv1.ImportTherapistsResponse{Refused: 1, Rows: []*matchingv1.SheetRow{{
			Line: 2, Action: matchingv1.SheetRow_REFUSED, Problems: []*matchingv1.SheetRow_Problem{{Column: "fee_cents", Message: "“bad” must be a whole number."}},
		}}}, nil
	}
	return &matchingv1.ImportTherapistsResponse{Applied: !req.GetValidateOnly(), Created: 1, Unchanged: 1, Rows: []*matchingv1.SheetRow{
		{Line: 2, DisplayName: "Known", Action: matchingv1.SheetRow_UNCHANGED},
		{Line: 3, DisplayName: "Dr. New", Action: matchingv1.SheetRow_CREATED},
	}}, nil
}
