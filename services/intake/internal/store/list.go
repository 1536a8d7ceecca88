package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// where collects the conditions of a list with their arguments.
type where struct {
	text strings.Builder
	args []any
}

// arg adds an argument and returns its placeholder.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) and(condition string) { w.text.WriteString(" AND " + condition) }

// Inquiries implements domain.Store.
func (s *Store) Inquiries(ctx context.Context, q domain.Query) ([]domain.Inquiry, error) {
	var w where
	w.text.WriteString("WHERE i.state <> 'PENDING'")
	for _, group := range q.Filter {
		w.and(w.anyOf(group))
	}
	if len(q.IDs) > 0 {
		w.and(w.among(q.IDs))
	}
	if q.Therapist != nil {
		w.and(w.with(*q.Therapist))
	}
	compare, order := "<", " DESC"
	if q.Ascending {
		compare, order = ">", ""
	}
	if q.AfterID != "" {
		w.and("(i.create_us, i.id) " + compare + " (" + w.arg(sqldb.Micros(q.AfterTime)) + ", " + w.arg(q.AfterID) + ")")
	}
	w.text.WriteString(" ORDER BY i.create_us" + order + ", i.id" + order + " LIMIT " + w.arg(q.Limit))
	rows, err := s.db.Read().QueryContext(ctx, "SELECT "+columns+fromInquiries+w.text.String(), w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []domain.Inquiry
	for rows.Next() {
		i, _, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		page = append(page, i)
	}
	return page, rows.Err()
}

// filterColumns are the columns of the fields a list may be filtered by. Only these reach a statement.
var filterColumns = map[string]string{
	domain.FieldState: "i.state", domain.FieldOrigin: "i.origin",
}

// with is who is paired with the therapist, as the index of therapists says it, or with nobody.
func (w *where) with(therapist string) string {
	condition := "i.therapist = " + w.arg(therapist)
	if therapist == "" {
		return condition
	}
	return "(" + condition + " AND i.therapist <> '')"
}

// among is who is one of the inquiries.
func (w *where) among(ids []string) string {
	in := make([]string, len(ids))
	for i := range ids {
		in[i] = w.arg(ids[i])
	}
	return "i.id IN (" + strings.Join(in, ", ") + ")"
}

func (w *where) anyOf(terms []domain.Term) string {
	conditions := make([]string, 0, len(terms))
	for _, t := range terms {
		switch t.Field {
		case domain.FieldRiskAlert:
			conditions = append(conditions, "i.risk_alert = "+w.arg(t.Value == "true"))
		case domain.FieldTherapist:
			conditions = append(conditions, w.with(t.Value))
		default:
			conditions = append(conditions, filterColumns[t.Field]+" = "+w.arg(t.Value))
		}
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}
