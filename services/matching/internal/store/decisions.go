package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

const selectDecisions = `SELECT id, inquiry, engine, risk, input, output, body, create_us, choice, override_reason, choose_us FROM decisions`

func scanDecision(row interface{ Scan(...any) error }) (domain.Decision, error) {
	var d domain.Decision
	var input, output string
	var body []byte
	var create, choose int64
	err := row.Scan(&d.ID, &d.Inquiry, &d.Engine, &d.Risk, &input, &output, &body, &create, &d.Choice, &d.OverrideReason, &choose)
	if err != nil {
		return d, err
	}
	d.CreateTime, d.ChooseTime = sqldb.Time(create), sqldb.Time(choose)
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
	d, err := scanDecision(s.db.Read().QueryRowContext(ctx, selectDecisions+` WHERE id = $1`, id))
	return d, wrap("read decision", notFound(err, domain.ErrDecisionNotFound))
}

// ListDecisions implements domain.DecisionStore.
func (s *Store) ListDecisions(ctx context.Context, after string, limit int) ([]domain.Decision, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectDecisions+` WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
	out, err := collect(rows, err, scanDecision)
	return out, wrap("list decisions", err)
}
