package domain

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// ETag is the version of a profile as callers see it.
func (t *Therapist) ETag() string {
	return id.Derive("therapist-etag", t.ID, strconv.FormatInt(t.Version, 10))
}

// isVersion reports whether the etag, if any, is the profile's version. It may be quoted as in a header.
func (t *Therapist) isVersion(etag string) bool {
	given := strings.Trim(strings.TrimPrefix(etag, "W/"), `"`)
	return given == "" || given == t.ETag()
}

// Therapist reads one profile.
func (m *Matching) Therapist(ctx context.Context, therapist string) (Therapist, error) {
	return m.store.Therapist(ctx, therapist, m.now())
}

// ListTherapists reads at most limit profiles after the position, by display name; deleted ones if asked for.
func (m *Matching) ListTherapists(ctx context.Context, name, after string, limit int, deleted bool) ([]Therapist, error) {
	return m.store.ListTherapists(ctx, m.now(), name, after, limit, deleted)
}

// FindTherapists is [Matching.ListTherapists] of those in whose name a word begins with each word of the query; nobody's does with
// nothing but signs.
func (m *Matching) FindTherapists(ctx context.Context, query, name, after string, limit int, deleted bool) ([]Therapist, error) {
	if strings.TrimSpace(query) == "" {
		return m.ListTherapists(ctx, name, after, limit, deleted)
	}
	words := nameWords(query)
	if len(words) == 0 {
		return nil, nil
	}
	return m.store.NamedTherapists(ctx, m.now(), func(display string) bool { return named(display, words) }, name, after, limit, deleted)
}

// CreateTherapist adds a therapist and the provider of the same id. brought is how many clients they bring along. When
// scheduling does not answer the therapist is added all the same, and [Matching.SyncProviders] makes the provider.
func (m *Matching) CreateTherapist(ctx context.Context, p Profile, brought int32, requestID string) (Therapist, error) {
	now := m.now()
	t := Therapist{ID: id.New(), Profile: p, BroughtClients: brought, Version: 1, CreateTime: now, UpdateTime: now}
	req := Request{Method: "CreateTherapist", ID: requestID, Hash: fingerprint([]any{p, brought})}
	name, err := m.store.CreateTherapist(ctx, &t, req)
	if err != nil {
		return Therapist{}, err
	}
	if name == t.ID {
		if err := m.sync(ctx, &t); refused(err) {
			if discarded := m.store.DiscardTherapist(ctx, t.ID, req); discarded != nil {
				return Therapist{}, discarded
			}
			return Therapist{}, err
		}
	}
	return m.store.Therapist(ctx, name, now)
}

// UpdateTherapist applies change to the profile as it is, if etag is empty or still its version.
func (m *Matching) UpdateTherapist(
	ctx context.Context, therapist, etag, requestID, hash string, change func(current *Therapist) error,
) (Therapist, error) {
	now := m.now()
	req := Request{Method: "UpdateTherapist", ID: requestID, Hash: fingerprint([]string{therapist, etag, hash})}
	err := m.store.UpdateTherapist(ctx, therapist, req, now, func(t *Therapist) error {
		switch {
		case t.Deleted():
			return ErrTherapistDeleted.With("therapist", "therapists/"+t.ID)
		case !t.isVersion(etag):
			return ErrETagMismatch.With("resource", "therapists/"+t.ID)
		default:
			return change(t)
		}
	})
	if err != nil {
		return Therapist{}, err
	}
	t, err := m.store.Therapist(ctx, therapist, now)
	if err != nil {
		return Therapist{}, err
	}
	// The profile is matching's; a provider that lags behind is brought up by the sweep.
	_ = m.sync(ctx, &t)
	return t, nil
}

// SyncProviders makes every provider in scheduling as its therapist's profile says.
func (m *Matching) SyncProviders(ctx context.Context) error {
	stale, err := m.store.UnsyncedTherapists(ctx, m.now())
	if err != nil {
		return err
	}
	var failed error
	for i := range stale {
		failed = errors.Join(failed, m.sync(ctx, &stale[i]))
	}
	return failed
}

// Seed adds the therapists the practice starts with and makes their providers. Those that exist are left as they are.
func (m *Matching) Seed(ctx context.Context, seeds []Seed) error {
	now := m.now()
	for _, s := range seeds {
		t := Therapist{ID: s.ID, Profile: s.Profile, BroughtClients: s.ActiveClients, Version: 1, CreateTime: now, UpdateTime: now}
		if err := m.store.SeedTherapist(ctx, &t); err != nil {
			return err
		}
	}
	return m.SyncProviders(ctx)
}

func (m *Matching) sync(ctx context.Context, t *Therapist) error {
	if err := m.calendar.EnsureProvider(ctx, t); err != nil {
		return err
	}
	return m.store.MarkSynced(ctx, t.ID, t.Version)
}

// refused reports whether scheduling judged the provider and said no.
func refused(err error) bool { return errs.CodeOf(err) == errs.InvalidArgument }
