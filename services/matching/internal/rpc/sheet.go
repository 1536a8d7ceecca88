package rpc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/sheet"
)

// Sheet takes profiles from a file and writes them to one.
type Sheet struct {
	matching  *domain.Matching
	validator *rpcserver.Validator
}

// NewSheet returns the files' side of the use cases.
func NewSheet(m *domain.Matching) (*Sheet, error) {
	v, err := rpcserver.NewValidator((&matchingv1.Therapist{}).ProtoReflect().Descriptor())
	if err != nil {
		return nil, err
	}
	return &Sheet{matching: m, validator: v}, nil
}

// Import takes a file. One that cannot be told apart into rows is refused as a whole, whatever the mode.
func (s *Sheet) Import(ctx context.Context, file string, mode domain.ImportMode, requestID string) (domain.ImportResult, error) {
	table := sheet.Read(file)
	rows := make([]domain.ImportRow, len(table.Rows))
	for i := range table.Rows {
		rows[i] = s.row(&table.Rows[i], table.Mask)
	}
	if !table.Whole {
		mode.Partial = false
	}
	hash := sha256.Sum256([]byte(file))
	return s.matching.ImportTherapists(ctx, rows, mode, requestID, hex.EncodeToString(hash[:]))
}

// row joins what a row says with what there is, as an update in part does.
func (s *Sheet) row(r *sheet.Row, mask []string) domain.ImportRow {
	out := domain.ImportRow{Line: r.Line, ID: r.ID, ETag: r.Profile.GetEtag(), DisplayName: r.Profile.GetDisplayName()}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, domain.RowProblem{Column: p.Column, Message: p.Message})
	}
	if r.Profile == nil {
		return out // a file that is not understood
	}
	out.Apply = func(t *domain.Therapist, isNew bool) []domain.RowProblem {
		merged := r.Profile
		if !isNew {
			var err error
			if merged, err = merge(therapistProto(t), r.Profile, mask); err != nil {
				return problemsOf(err, r.Problems)
			}
		}
		if err := check(s.validator, merged); err != nil {
			return problemsOf(err, r.Problems)
		}
		t.Profile, t.BroughtClients = profileOf(merged), merged.GetCapacity().GetBroughtClients()
		return nil
	}
	return out
}

// problemsOf writes each violation at its column, but for those of what could not be read, of which that is said already.
func problemsOf(err error, unread []sheet.Problem) []domain.RowProblem {
	refusal, ok := errs.As(err)
	if !ok || len(refusal.Violations) == 0 {
		return []domain.RowProblem{{Message: "The row cannot be taken: " + err.Error()}}
	}
	var out []domain.RowProblem
	for _, v := range refusal.Violations {
		column, value, at := columnOf(strings.TrimPrefix(v.Field, "therapist."))
		if slices.ContainsFunc(unread, func(p sheet.Problem) bool {
			return p.Column == column && (p.Value == 0 || value == 0 || p.Value == value) || p.Column == "fee_cents" && column == "sliding_fee_cents" // compared with it
		}) {
			continue
		}
		out = append(out, domain.RowProblem{Column: column, Message: fmt.Sprintf("The cell%s %s. Correct it and send the file again.", at, fewer(v.Description))})
	}
	return out
}

// fewer is what is wrong with a cell, with those of the words there are that are most like it: a sheet repeats its faults.
func fewer(wrong string) string {
	const likely, alike = 8, "the most alike first: " // Policy, and how rpcserver says it
	text, list, found := strings.Cut(wrong, alike)
	words := strings.Split(list, ", ")
	if !found || len(words) <= likely {
		return wrong
	}
	return fmt.Sprintf("%s%s%s and %d more", text, alike, strings.Join(words[:likely], ", "), len(words)-likely)
}

// columnOf finds the column of a path of JSON names, and which of its values is meant, counted from one, in words as well:
// licenses[1].expireDate is the expire date of the second of licenses.
func columnOf(path string) (column string, value int, at string) {
	message := (&matchingv1.Therapist{}).ProtoReflect().Descriptor()
	var names []string
	for segment := range strings.SplitSeq(path, ".") {
		name, index, listed := strings.Cut(segment, "[")
		field := message.Fields().ByJSONName(name)
		if field == nil {
			break
		}
		if value > 0 {
			at = fmt.Sprintf(", %s of value %d,", strings.ReplaceAll(string(field.Name()), "_", " "), value)
			break
		}
		names = append(names, string(field.Name()))
		var n int
		if _, err := fmt.Sscanf(index, "%d]", &n); listed && err == nil {
			value, at = n+1, fmt.Sprintf(", value %d,", n+1)
		}
		if message = field.Message(); message == nil {
			break
		}
	}
	column = strings.Join(names, ".")
	if !slices.ContainsFunc(sheet.Columns(), func(c sheet.Column) bool { return c.Name == column }) {
		return "", 0, ""
	}
	return column, value, at
}

// Export writes every profile.
func (s *Sheet) Export(ctx context.Context, w io.Writer) error {
	text, name, after := sheet.Header(), "", ""
	for {
		found, err := s.matching.ListTherapists(ctx, name, after, exportPage, false)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text+rowsOf(found)); err != nil {
			return err
		}
		if len(found) < exportPage {
			return nil
		}
		last := &found[len(found)-1]
		text, name, after = "", last.DisplayName, last.ID
	}
}

func rowsOf(found []domain.Therapist) string {
	profiles := make([]*matchingv1.Therapist, len(found))
	for i := range found {
		profiles[i] = therapistProto(&found[i])
	}
	return sheet.Rows(profiles)
}
