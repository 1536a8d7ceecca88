package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

const decisionColumns = `SELECT id, inquiry, engine, risk, input, output, body, create_us, choice, choose_us`

var (
	selectDecision = decisionColumns + `, ` + reasonColumns("decisions") + ` FROM decisions WHERE id = $1`
	// A list is read without what somebody typed.
	listDecisions = decisionColumns + `, '', NULL, NULL FROM decisions WHERE id > $1 ORDER BY id LIMIT $2`
)

func (s *Store) scanDecision(row interface{ Scan(...any) error }) (domain.Decision, error) {
	var d domain.Decision
	var input, output string
	var body []byte
	var create, choose int64
	var why reason
	err := row.Scan(&d.ID, &d.Inquiry, &d.Engine, &d.Risk, &input, &output, &body, &create, &d.Choice, &choose,
		&why.plain, &why.sealed, &why.wrapped)
	if err != nil {
		return d, err
	}
	d.CreateTime, d.ChooseTime = sqldb.Time(create), sqldb.Time(choose)
	if d.OverrideReason, d.ReasonErased, err = s.open(d.Inquiry, why); err != nil {
		return d, err
	}
	return d, unpack(&d, body, input, output)
}

// sought is the need of a decision, which stands in its column input, too: before the body, so that who asks for no more reads no more.
type sought struct {
	Need domain.Need `json:"need"`
}

// SaveDecision implements domain.DecisionStore.
func (s *Store) SaveDecision(ctx context.Context, d *domain.Decision) error {
	body, err := pack(d)
	if err != nil {
		return wrap("save decision", err)
	}
	need, err := json.Marshal(sought{d.Input.Need})
	if err != nil {
		return wrap("save decision", err)
	}
	return wrap("save decision", s.db.Write(ctx, nil, sqldb.Statement{
		Query: `INSERT INTO decisions (id, inquiry, engine, risk, severe, input, output, body, create_us) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8)`,
		Args:  []any{d.ID, d.Inquiry, d.Engine, d.Risk, d.Input.Need.Severe(), string(need), body, sqldb.Micros(d.CreateTime)},
	}))
}

// Decision implements domain.DecisionStore.
func (s *Store) Decision(ctx context.Context, id string) (domain.Decision, error) {
	d, err := s.scanDecision(s.db.Read().QueryRowContext(ctx, selectDecision, id))
	return d, wrap("read decision", notFound(err, domain.ErrDecisionNotFound))
}

// ListDecisions implements domain.DecisionStore.
func (s *Store) ListDecisions(ctx context.Context, after string, limit int) ([]domain.Decision, error) {
	rows, err := s.db.Read().QueryContext(ctx, listDecisions, after, limit)
	out, err := collect(rows, err, s.scanDecision)
	return out, wrap("list decisions", err)
}
