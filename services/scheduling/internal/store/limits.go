package store

import (
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// lockLimits returns the statement with which whoever adds to a provider's time that is limited waits for everybody else
// who does, so that it counts what they committed. It comes before the locks of lapsed holds that are let go. Only who takes
// several slots with several providers may still wait for somebody who waits for them; PostgreSQL ends that and one of them
// runs again.
func (s *Store) lockLimits(a *domain.Appointment) []sqldb.Statement {
	if len(a.Guards) == 0 || s.sql.lockLimits == "" {
		return nil
	}
	return []sqldb.Statement{{Query: "SELECT " + s.sql.lockLimits, Args: []any{a.ProviderID}}}
}

// guarded adds to a condition and its arguments that the provider's limits leave room for the row. now is the instant at
// which a hold counts no more.
func guarded(query string, args []any, a *domain.Appointment) (string, []any) {
	if len(a.Guards) == 0 {
		return query, args
	}
	b := strings.Builder{}
	b.WriteString(query)
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	id, provider, now := arg(a.ID), arg(a.ProviderID), arg(a.Updated)
	for _, g := range a.Guards {
		from, to := arg(g.From), arg(g.To)
		b.WriteString(" AND (SELECT count(*) FROM appointments AS o WHERE o.provider_id = " + provider + " AND o." + occupying +
			" AND o.blocked_start_us > " + from + " - 86400000000 AND o.blocked_start_us < " + to +
			" AND o.start_us >= " + from + " AND o.start_us < " + to + " AND o.id <> " + id +
			" AND (o.hold_expire_us = 0 OR o.hold_expire_us > " + now + ")")
		if len(g.Types) > 0 {
			marks := make([]string, len(g.Types))
			for i, t := range g.Types {
				marks[i] = arg(t)
			}
			b.WriteString(" AND o.type_id IN (" + strings.Join(marks, ", ") + ")")
		}
		b.WriteString(") < " + arg(int64(g.Most)))
	}
	return b.String(), args
}
