package rpc

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/sheet"
)

// exportPage is how many profiles one answer holds: well below what an answer may weigh.
const exportPage = 1000

// ImportTherapists takes profiles from a CSV file.
func (s *MatchingServer) ImportTherapists(
	ctx context.Context, r *matchingv1.ImportTherapistsRequest,
) (*matchingv1.ImportTherapistsResponse, error) {
	mode := domain.ImportMode{DryRun: r.GetValidateOnly(), Partial: r.GetAllowPartial()}
	result, err := s.sheet.Import(ctx, r.GetCsv(), mode, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	if result.Applied {
		// A provider that cannot be made now is made by the sweep.
		_ = s.matching.SyncProviders(ctx)
	}
	return importProto(&result), nil
}

// mostProblems is of how many problems an answer holds the words, which are those of a vocabulary at times: of more than
// anybody corrects before sending the file again, and well below what an answer may weigh.
const mostProblems = 500

func importProto(result *domain.ImportResult) *matchingv1.ImportTherapistsResponse {
	out, told := &matchingv1.ImportTherapistsResponse{Applied: result.Applied}, 0
	for _, row := range result.Rows {
		r := &matchingv1.SheetRow{
			Line: int32(row.Line), DisplayName: row.DisplayName, //nolint:gosec // lines of a file of a few megabytes
			Action: matchingv1.SheetRow_Action(matchingv1.SheetRow_Action_value[string(row.Action)]),
		}
		if row.Therapist != "" {
			r.Therapist = therapists + row.Therapist
		}
		for _, p := range row.Problems {
			if told++; told > mostProblems {
				out.UnlistedProblems++
				continue
			}
			r.Problems = append(r.Problems, &matchingv1.SheetRow_Problem{Column: p.Column, Message: p.Message})
		}
		switch row.Action {
		case domain.RowCreated:
			out.Created++
		case domain.RowUpdated:
			out.Updated++
		case domain.RowUnchanged:
			out.Unchanged++
		case domain.RowRefused:
			out.Refused++
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

// ExportTherapists writes a page of the profiles as CSV.
func (s *MatchingServer) ExportTherapists(
	ctx context.Context, r *matchingv1.ExportTherapistsRequest,
) (*matchingv1.ExportTherapistsResponse, error) {
	found, next, err := s.pageOf(ctx, r.GetPageSize(), exportPage, exportPage, r.GetPageToken(), "", false)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.ExportTherapistsResponse{Csv: rowsOf(found), NextPageToken: next}
	if r.GetPageToken() == "" {
		out.Csv = sheet.Header() + out.GetCsv()
		for _, c := range sheet.Columns() {
			out.Columns = append(out.Columns, &matchingv1.SheetColumn{Column: c.Name, Description: c.Doc})
		}
	}
	return out, nil
}

// pageOf reads a page of profiles by display name, and the token of the next.
func (s *MatchingServer) pageOf(
	ctx context.Context, size, usual, most int32, token, query string, deleted bool,
) ([]domain.Therapist, string, error) {
	order := "therapists by display name"
	if query != "" {
		order += " like " + query
	}
	n, err := page.Size(size, usual, most)
	if err != nil {
		return nil, "", err
	}
	position, err := page.Decode(token, order)
	if err != nil || (position != nil && len(position) != 2) {
		return nil, "", errPageToken()
	}
	if position == nil {
		position = []string{"", ""}
	}
	found, err := s.matching.FindTherapists(ctx, query, position[0], position[1], n+1, deleted)
	if err != nil || len(found) <= n {
		return found, "", err
	}
	last := &found[n-1]
	return found[:n], page.Encode([]string{last.DisplayName, last.ID}, order), nil
}
