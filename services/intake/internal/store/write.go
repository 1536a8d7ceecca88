package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// statements collects what one transaction writes, so that PostgreSQL gets it in one round trip.
type statements struct {
	list []sqldb.Statement
	// must lists the statements that have to change exactly one row.
	must []int
}

func (s *statements) add(query string, args ...any) {
	s.list = append(s.list, sqldb.Statement{Query: query, Args: args})
}

func (s *statements) addOne(query string, args ...any) {
	s.must = append(s.must, len(s.list))
	s.add(query, args...)
}

// run writes everything in tx; ErrOutdated when a row that had to change is not as it was.
func (s *statements) run(ctx context.Context, tx *sqldb.Tx) error {
	affected, err := tx.Batch(ctx, s.list...)
	if err != nil {
		return err
	}
	return s.check(affected)
}

// commit writes everything in a transaction of its own; errors as of run.
func (s *statements) commit(ctx context.Context, db *sqldb.DB) error {
	if len(s.must) == 0 {
		return db.Write(ctx, nil, s.list...)
	}
	return db.Write(ctx, s.check, s.list...)
}

func (s *statements) check(affected []int64) error {
	for _, i := range s.must {
		if affected[i] != 1 {
			return domain.ErrOutdated
		}
	}
	return nil
}

// File implements domain.Store.
func (s *Store) File(ctx context.Context, f *domain.File) error {
	key, wrapped, err := s.keyring.NewKey()
	if err != nil {
		return err
	}
	who := &person{id: f.Inquiry.ID, key: key}
	f.Handle = who
	var w statements
	w.add(`INSERT INTO persons (id, wrapped_key, kek, create_us) VALUES ($1, $2, $3, $4)`,
		who.id, wrapped, s.keyring.Primary(), sqldb.Micros(f.Inquiry.CreateTime))
	if err := addInquiry(&w, f, who); err != nil {
		return err
	}
	if err := addChanges(&w, f, who); err != nil {
		return err
	}
	s.addIndex(&w, f)
	if err := translate(w.commit(ctx, s.db)); err != nil {
		return err
	}
	f.Inquiry.Version++
	return nil
}

// Save implements domain.Store.
func (s *Store) Save(ctx context.Context, f *domain.File) error {
	w, err := changed(f)
	if err != nil {
		return err
	}
	return translate(w.commit(ctx, s.db))
}

// Update implements domain.Store.
func (s *Store) Update(ctx context.Context, inquiry string, by domain.By, fn func(*domain.File) error) error {
	return translate(s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		f, err := s.take(ctx, tx, inquiry, by)
		if err != nil {
			return err
		}
		if err := fn(f); err != nil {
			return err
		}
		w, err := changed(f)
		if err != nil || len(w.list) == 0 {
			return err
		}
		return w.run(ctx, tx)
	}))
}

// changed returns what has to be written for f.
func changed(f *domain.File) (*statements, error) {
	who := f.Handle.(*person)
	var w statements
	if f.Changes.Inquiry || f.Changes.Person {
		if err := addUpdate(&w, f, who); err != nil {
			return nil, err
		}
	}
	return &w, addChanges(&w, f, who)
}

func addInquiry(w *statements, f *domain.File, who *person) error {
	i := &f.Inquiry
	details, err := json.Marshal(i.Details)
	if err != nil {
		return fmt.Errorf("inquiry: %w", err)
	}
	box, err := seal(who.key, i.Person, placePerson, i.ID)
	if err != nil {
		return err
	}
	w.add(`INSERT INTO inquiries (id, person_id, state, close_reason, origin, therapist, risk_alert, consultation,
			first_session, details, sealed, version, events, create_us, update_us)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		i.ID, who.id, string(i.State), string(i.CloseReason), i.Origin, i.Therapist, i.RiskAlert,
		i.Consultation.Appointment, i.FirstSession.Appointment, string(details), box, i.Version+1, i.Events,
		sqldb.Micros(i.CreateTime), sqldb.Micros(i.UpdateTime))
	return nil
}

func addUpdate(w *statements, f *domain.File, who *person) error {
	i := &f.Inquiry
	details, err := json.Marshal(i.Details)
	if err != nil {
		return fmt.Errorf("inquiry: %w", err)
	}
	w.addOne(`UPDATE inquiries SET state = $1, close_reason = $2, therapist = $3, risk_alert = $4, consultation = $5,
			first_session = $6, details = $7, events = $8, update_us = $9, version = version + 1
		WHERE id = $10 AND version = $11`,
		string(i.State), string(i.CloseReason), i.Therapist, i.RiskAlert, i.Consultation.Appointment,
		i.FirstSession.Appointment, string(details), i.Events, sqldb.Micros(f.By.Time), i.ID, i.Version)
	if !f.Changes.Person {
		return nil
	}
	box, err := seal(who.key, i.Person, placePerson, i.ID)
	if err != nil {
		return err
	}
	w.add(`UPDATE inquiries SET sealed = $1 WHERE id = $2`, box, i.ID)
	return nil
}

// addIndex indexes what the person is looked up by.
func (s *Store) addIndex(w *statements, f *domain.File) {
	p, inquiry := &f.Inquiry.Person, f.Inquiry.ID
	phone, code := s.keyring.Index(labelPhone, p.Contact.E164), s.keyring.Index(labelCode, p.Code)
	if p.Contact.Email == "" {
		w.add(`INSERT INTO contact_index (label, digest, inquiry_id) VALUES ($1, $2, $3), ($4, $5, $3)`,
			labelPhone, phone, inquiry, labelCode, code)
		return
	}
	email := s.keyring.Index(labelEmail, domain.NormalizeEmail(p.Contact.Email))
	w.add(`INSERT INTO contact_index (label, digest, inquiry_id) VALUES ($1, $2, $3), ($4, $5, $3), ($6, $7, $3)`,
		labelPhone, phone, inquiry, labelCode, code, labelEmail, email)
}

// The labels of the blind indexes.
const (
	labelPhone = "phone"
	labelEmail = "email"
	labelCode  = "code"
)
