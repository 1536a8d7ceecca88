package domain

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// ETag is a digest of all that is said of the room.
func (r Room) ETag() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []any{r.ID, r.DisplayName, r.SiteID, r.Accessible, r.Capacity}))
	return hex.EncodeToString(sum[:8])
}

// Rooms lists the rooms by display name.
func (s *Scheduler) Rooms(ctx context.Context) ([]Room, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(c.rooms), func(a, b Room) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.ID, b.ID))
	}), nil
}

// Sites lists the sites by display name.
func (s *Scheduler) Sites(ctx context.Context) ([]Site, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(c.sites), func(a, b Site) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.ID, b.ID))
	}), nil
}

// AddRoom makes a room. Errors: ErrRequestIDReused, invalid fields.
func (s *Scheduler) AddRoom(ctx context.Context, call Call, r Room) (Room, error) {
	r.ID = id.New()
	return changeCatalog(ctx, s, call, func(c *Catalog) (Room, error) { return r, c.placed(r) }, Tx.SaveRoom)
}

// SetRoom replaces what is said of a room; tag is the version read, "" for any. Appointments stay, also those that the
// room no longer suits. Errors: ErrNotFound, ErrETagMismatch, ErrRequestIDReused, invalid fields.
func (s *Scheduler) SetRoom(ctx context.Context, call Call, tag string, r Room) (Room, error) {
	return changeCatalog(ctx, s, call, func(c *Catalog) (Room, error) {
		i, ok := c.roomIndex[r.ID]
		switch {
		case !ok:
			return r, ErrNotFound
		case tag != "" && tag != c.rooms[i].ETag():
			return r, ErrETagMismatch.With("resource", "rooms/"+r.ID)
		default:
			return r, c.placed(r)
		}
	}, Tx.SaveRoom)
}

// placed fails when the room is at a site that there is not.
func (c *Catalog) placed(r Room) error {
	if !c.hasSite(r.SiteID) {
		return invalid("room.site", "is no site of the practice")
	}
	return nil
}

// AddSite makes a site. Error: ErrRequestIDReused.
func (s *Scheduler) AddSite(ctx context.Context, call Call, site Site) (Site, error) {
	site.ID = id.New()
	return changeCatalog(ctx, s, call, func(*Catalog) (Site, error) { return site, nil }, Tx.SaveSite)
}

// SetSite renames a site. Errors: ErrNotFound, ErrRequestIDReused.
func (s *Scheduler) SetSite(ctx context.Context, call Call, site Site) (Site, error) {
	return changeCatalog(ctx, s, call, func(c *Catalog) (Site, error) {
		if site.ID == "" || !c.hasSite(site.ID) {
			return site, ErrNotFound
		}
		return site, nil
	}, Tx.SaveSite)
}

// hasSite reports whether there is a site of the id, or none is meant.
func (c *Catalog) hasSite(id string) bool {
	return id == "" || slices.ContainsFunc(c.sites, func(s Site) bool { return s.ID == id })
}

// changeCatalog saves what next returns, with nobody booking meanwhile.
func changeCatalog[T any](ctx context.Context, s *Scheduler, call Call, next func(*Catalog) (T, error),
	save func(Tx, context.Context, T, Record) error,
) (T, error) {
	return write(ctx, s, func(tx Tx) (T, error) {
		var answer T
		v, err := tx.LockCatalog(ctx, call.Once)
		if err != nil {
			return answer, err
		}
		if ok, err := call.replayed(v, &answer); ok || err != nil {
			return answer, err
		}
		if answer, err = next(v.Catalog); err != nil {
			return answer, err
		}
		r, err := call.record(s.now(), nil, answer)
		if err != nil {
			return answer, err
		}
		return answer, save(tx, ctx, answer, r)
	})
}

// EnsureRoom makes the room if there is none of its id; what staff said of it later stays.
func (s *Scheduler) EnsureRoom(ctx context.Context, want Room) error {
	return s.ensure(ctx, func(c *Catalog) bool { _, ok := c.roomIndex[want.ID]; return ok },
		func(tx Tx) error { return tx.SaveRoom(ctx, want, Record{}) })
}

// EnsureSite makes the site if there is none of its id.
func (s *Scheduler) EnsureSite(ctx context.Context, want Site) error {
	return s.ensure(ctx, func(c *Catalog) bool { return c.hasSite(want.ID) },
		func(tx Tx) error { return tx.SaveSite(ctx, want, Record{}) })
}

func (s *Scheduler) ensure(ctx context.Context, known func(*Catalog) bool, save func(Tx) error) error {
	if c, err := s.store.Catalog(ctx); err != nil || known(c) {
		return err
	}
	return s.store.Write(ctx, func(tx Tx) error {
		v, err := tx.LockCatalog(ctx, Once{})
		if err != nil || known(v.Catalog) {
			return err
		}
		return save(tx)
	})
}

// knownSites returns what is wrong with the sites of a schedule; path is its JSON path.
func (c *Catalog) knownSites(week *Schedule, path string) []errs.Violation {
	var out []errs.Violation
	for i, h := range week.Hours {
		if !c.hasSite(h.SiteID) {
			out = append(out, errs.Field(fmt.Sprintf("%sweeklyHours[%d].site", path, i), "is no site of the practice"))
		}
	}
	for i, e := range week.Exceptions {
		if !c.hasSite(e.SiteID) {
			out = append(out, errs.Field(fmt.Sprintf("%sexceptions[%d].site", path, i), "is no site of the practice"))
		}
	}
	return out
}
