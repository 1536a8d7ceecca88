package domain

import (
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Feed is a private calendar address. Of its secret only the hash is kept.
type Feed struct {
	ID string
	// ProviderID is "" for the call desk's.
	ProviderID string
	Label      string
	Created    int64
	// Revoked is 0 while the address works.
	Revoked int64
}

// maxCalendars bounds the working feeds, and the calendars elsewhere, of one owner.
const maxCalendars = 10

// FeedStore keeps the feeds.
type FeedStore interface {
	// Feed reads one; ErrNotFound.
	Feed(ctx context.Context, id string) (Feed, error)
	// FeedBySecret reads the one whose secret has the hash; ErrNotFound.
	FeedBySecret(ctx context.Context, hash string) (Feed, error)
	// Feeds lists those of a provider, or the desk's for "", newest first.
	Feeds(ctx context.Context, providerID string) ([]Feed, error)
	// FeedRows is List, without the cancelled appointments that did not change since.
	FeedRows(ctx context.Context, f Filter, cancelledSince int64, limit int) ([]Appointment, error)
}

// FeedTx is what a write transaction can do with feeds.
type FeedTx interface {
	// SaveFeed adds the feed, or gives the known one another secret, with its record.
	SaveFeed(ctx context.Context, f Feed, secretHash string, r Record) error
	// RevokeFeed ends the feed at now unless it has ended before.
	RevokeFeed(ctx context.Context, id string, now int64) error
}

// FeedViewer says whose feeds somebody may see.
type FeedViewer struct {
	Viewer
	// Desk lets see the call desk's.
	Desk bool
}

func (v FeedViewer) owns(f Feed) bool {
	if f.ProviderID == "" {
		return v.Desk
	}
	return v.sees(f.ProviderID)
}

// NewFeed asks for a feed.
type NewFeed struct {
	Call
	// ProviderID is "" for the call desk's.
	ProviderID, Label string
	// Replaces is the id of a feed of the same owner that ends in the same step; "" for none.
	Replaces string
}

// CreateFeed makes a feed and returns it with its secret, which is not kept. A repeat gives the same feed with a new
// secret; the one before is dead. Errors: ErrNotFound, ErrTooManyCalendars, ErrRequestIDReused.
func (c *Calendars) CreateFeed(ctx context.Context, v FeedViewer, n NewFeed) (Feed, string, error) {
	f := Feed{ID: id.Derive("calendar feed", n.Scope, n.RequestID), ProviderID: n.ProviderID, Label: n.Label}
	if !v.owns(f) {
		return Feed{}, "", ErrNotFound
	}
	// Read outside of the transaction, which must not wait for a second connection: the bound is no invariant.
	known, err := c.store.Feeds(ctx, n.ProviderID)
	if err != nil {
		return Feed{}, "", err
	}
	secret := id.Secret()
	f, err = write(ctx, c.Scheduler, func(tx Tx) (Feed, error) {
		return c.createFeed(ctx, tx, n, f, known, id.SecretHash(secret))
	})
	if err != nil || f.Revoked != 0 {
		secret = ""
	}
	return f, secret, err
}

func (c *Calendars) createFeed(ctx context.Context, tx Tx, n NewFeed, f Feed, known []Feed, hash string) (Feed, error) {
	view, err := tx.Look(ctx, Look{Once: n.Once})
	if err != nil {
		return Feed{}, err
	}
	if ok, err := n.replayed(view, &f); ok || err != nil {
		if i := slices.IndexFunc(known, func(k Feed) bool { return k.ID == f.ID }); i >= 0 {
			f = known[i]
		}
		if err != nil || f.Revoked != 0 {
			return f, err
		}
		return f, tx.SaveFeed(ctx, f, hash, Record{})
	}
	if f.ProviderID != "" && view.Catalog.Provider(f.ProviderID) == nil {
		return Feed{}, ErrNotFound
	}
	if err := n.fits(known); err != nil {
		return Feed{}, err
	}
	f.Created = c.now()
	r, err := n.record(f.Created, nil, f)
	if err != nil {
		return Feed{}, err
	}
	if n.Replaces != "" {
		if err := tx.RevokeFeed(ctx, n.Replaces, f.Created); err != nil {
			return Feed{}, err
		}
	}
	return f, tx.SaveFeed(ctx, f, hash, r)
}

// fits fails when the owner has no feed to replace, or as many as there may be.
func (n NewFeed) fits(known []Feed) error {
	working, replaced := 0, n.Replaces == ""
	for _, k := range known {
		switch {
		case k.ID == n.Replaces:
			replaced = true
		case k.Revoked == 0:
			working++
		}
	}
	switch {
	case !replaced:
		return invalid("replaces", "is no feed of this owner")
	case working >= maxCalendars:
		return ErrTooManyCalendars
	}
	return nil
}

// ListFeeds returns the feeds of a provider, or the desk's for "", newest first. Error: ErrNotFound.
func (c *Calendars) ListFeeds(ctx context.Context, v FeedViewer, providerID string) ([]Feed, error) {
	if !v.owns(Feed{ProviderID: providerID}) {
		return nil, ErrNotFound
	}
	if err := c.known(ctx, providerID); err != nil {
		return nil, err
	}
	return c.store.Feeds(ctx, providerID)
}

// known fails with ErrNotFound for an id that is no provider's; "" is none.
func (c *Calendars) known(ctx context.Context, providerID string) error {
	if providerID == "" {
		return nil
	}
	catalog, err := c.store.Catalog(ctx)
	if err == nil && catalog.Provider(providerID) == nil {
		err = ErrNotFound
	}
	return err
}

// RevokeFeed makes the feed's address stop working. Doing it again changes nothing. Error: ErrNotFound.
func (c *Calendars) RevokeFeed(ctx context.Context, v FeedViewer, feedID string) (Feed, error) {
	f, err := c.store.Feed(ctx, feedID)
	if err != nil {
		return Feed{}, err
	}
	if !v.owns(f) {
		return Feed{}, ErrNotFound
	}
	now := c.now()
	if err := c.store.Write(ctx, func(tx Tx) error { return tx.RevokeFeed(ctx, feedID, now) }); err != nil {
		return Feed{}, err
	}
	return c.store.Feed(ctx, feedID)
}
