package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// addChanges adds what is stored next to the inquiry.
func addChanges(w *statements, f *domain.File, who *person) error {
	c, inquiry := &f.Changes, f.Inquiry.ID
	if err := addEvents(w, f); err != nil {
		return err
	}
	for _, a := range c.Alerts {
		w.add(`INSERT INTO risk_alerts (id, inquiry_id, source, create_us, acknowledge_us, acknowledged_by)
			VALUES ($1, $2, $3, $4, 0, '')`, a.ID, inquiry, a.Source, sqldb.Micros(f.By.Time))
	}
	for _, chore := range c.Chores {
		w.add(`INSERT INTO chores (id, inquiry_id, kind, target, actor, attempts, due_us)
			VALUES ($1, $2, $3, $4, $5, 0, $6)`,
			chore.ID, inquiry, string(chore.Kind), chore.Target, chore.Actor,
			sqldb.Micros(chore.Due.Add(domain.ChoreGrace)))
	}
	addLinks(w, f)
	if err := addMessages(w, f, who); err != nil {
		return err
	}
	return addActs(w, f, who)
}

// inOrder is the time of a new event, which is the argument n, and not before that of the last one of the inquiry, which is the
// argument of: who wrote that may have a clock that is ahead, or have been faster.
func inOrder(n, of int) string {
	return fmt.Sprintf(`(SELECT CASE WHEN coalesce(max(time_us), 0) > $%[1]d THEN max(time_us) ELSE $%[1]d END FROM history WHERE inquiry_id = $%[2]d)`, n, of)
}

// addEvents numbers the new events so that they are the last ones the inquiry counts.
func addEvents(w *statements, f *domain.File) error {
	events := f.Changes.Events
	if len(events) == 0 {
		return nil
	}
	n := f.Inquiry.Events - int64(len(events))
	var query strings.Builder
	query.WriteString("INSERT INTO history (inquiry_id, n, time_us, actor, kind, state, facts, request_id) VALUES ")
	args := []any{f.Inquiry.ID}
	for i, e := range events {
		facts, err := json.Marshal(e.Facts)
		if err != nil {
			return fmt.Errorf("history: %w", err)
		}
		if i > 0 {
			query.WriteString(", ")
		}
		args = append(args, n+int64(i)+1, sqldb.Micros(e.Time), e.Actor, string(e.Kind), string(e.State), string(facts), e.RequestID)
		at := len(args) - 6
		fmt.Fprintf(&query, "($1, $%d, %s, $%d, $%d, $%d, $%d, $%d)", at, inOrder(at+1, 1), at+2, at+3, at+4, at+5, at+6)
	}
	w.add(query.String(), args...)
	return nil
}

func addLinks(w *statements, f *domain.File) {
	c, inquiry := &f.Changes, f.Inquiry.ID
	switch {
	case c.KillLinks:
		w.add(`DELETE FROM links WHERE inquiry_id = $1`, inquiry)
	case !c.LinksUntil.IsZero():
		w.add(`UPDATE links SET expire_us = $1 WHERE inquiry_id = $2`, sqldb.Micros(c.LinksUntil), inquiry)
	}
	if c.KillCode {
		w.add(`DELETE FROM contact_index WHERE inquiry_id = $1 AND label = $2`, inquiry, labelCode)
	}
	for _, l := range c.Links {
		w.add(`INSERT INTO links (hash, inquiry_id, expire_us) VALUES ($1, $2, $3)`,
			l.Hash, inquiry, sqldb.Micros(l.Expire))
	}
}

// addMessages queues letters. One that still waits and is about the same visit is outdated by the new one.
func addMessages(w *statements, f *domain.File, who *person) error {
	first := f.Changes.Finish != nil && f.Changes.Finish.Kind == domain.ActSubmit
	for _, m := range f.Changes.Messages {
		if !first {
			w.add(`UPDATE messages SET state = 'SUPERSEDED' WHERE inquiry_id = $1 AND topic = $2 AND state = 'WAITING'`,
				m.Inquiry, string(m.Topic))
		}
		box, err := seal(who.key, m.Letter, placeMessage, m.ID)
		if err != nil {
			return err
		}
		w.add(`INSERT INTO messages (id, inquiry_id, kind, topic, state, attempts, due_us, sealed, create_us)
			VALUES ($1, $2, $3, $4, 'WAITING', 0, $5, $6, $7)`,
			m.ID, m.Inquiry, string(m.Letter.Kind), string(m.Topic), sqldb.Micros(m.Due), box, sqldb.Micros(f.By.Time))
	}
	return nil
}

// addActs begins, moves on, or ends the act that holds the inquiry, or stores a write that is done at once.
func addActs(w *statements, f *domain.File, who *person) error {
	c := &f.Changes
	for _, act := range []*domain.Act{c.Begin, c.Request} {
		if act == nil {
			continue
		}
		box, err := sealAct(who, act)
		if err != nil {
			return err
		}
		w.add(`INSERT INTO requests (request_id, kind, body_hash, inquiry_id, act_id, actor, step, sealed, claim,
				lease_us, create_us)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			act.RequestID, string(act.Kind), act.BodyHash, act.Inquiry, act.ID, act.Actor, string(act.Step), box,
			act.Claim, sqldb.Micros(act.Lease), sqldb.Micros(act.CreateTime))
	}
	if act := c.Step; act != nil {
		box, err := sealAct(who, act)
		if err != nil {
			return err
		}
		w.addOne(`UPDATE requests SET step = $1, sealed = $2 WHERE request_id = $3 AND act_id = $4 AND step <> 'DONE'`,
			string(act.Step), box, act.RequestID, act.ID)
	}
	if act := c.Finish; act != nil {
		done := *act
		done.Step = domain.Done
		box, err := sealAct(who, &done)
		if err != nil {
			return err
		}
		w.addOne(`UPDATE requests SET step = 'DONE', sealed = $1
			WHERE request_id = $2 AND act_id = $3 AND step <> 'DONE'`, box, act.RequestID, act.ID)
	}
	return nil
}

// sealAct seals what matters of an act: its arguments while it is under way, its answer once it is done.
func sealAct(who *person, act *domain.Act) ([]byte, error) {
	if act.Step == domain.Done {
		return seal(who.key, act.Answer, placeRequest, act.RequestID)
	}
	return seal(who.key, act.Args, placeRequest, act.RequestID)
}
