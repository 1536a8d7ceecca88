// Package limit keeps one source from doing too much of one thing. It counts under keyed hashes only: neither an
// address nor a telephone number reaches the short-lived store.
package limit

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Bucket is a kind of thing that is counted by itself.
type Bucket string

// The buckets. Each counts per source but Contact, which counts per telephone number.
const (
	// Read is every call and every page.
	Read Bucket = "read"
	// Hold is making and extending holds.
	Hold Bucket = "hold"
	// Book is sending an inquiry, moving and cancelling.
	Book Bucket = "book"
	// Lookup is finding a call by code and telephone number.
	Lookup Bucket = "lookup"
	// SignIn is showing a token for a session.
	SignIn Bucket = "signin"
	// Contact is inquiries that give the same telephone number.
	Contact Bucket = "contact"
	// Known is being told that a telephone number may have a call.
	Known Bucket = "known"
)

// Rates are generous: a person clicking through never meets them.
func Rates() map[Bucket]ephemeral.Rate {
	return map[Bucket]ephemeral.Rate{
		Read:    ephemeral.Per(600, time.Minute),
		Hold:    ephemeral.Per(60, 10*time.Minute),
		Book:    ephemeral.Per(40, 10*time.Minute),
		Lookup:  ephemeral.Per(40, 10*time.Minute),
		SignIn:  ephemeral.Per(30, 10*time.Minute),
		Contact: ephemeral.Per(20, time.Hour),
		Known:   ephemeral.Per(3, time.Hour),
	}
}

// Limits decides who has done enough. The nil Limits never refuses.
type Limits struct {
	store ephemeral.Store
	taker ephemeral.Taker
	key   []byte
	rates map[Bucket]ephemeral.Rate
}

// New returns limits that count in store, and in fallback while the store is down. Processes that share a store share
// key; without one a random key is made.
func New(store ephemeral.Store, fallback ephemeral.Taker, key []byte, rates map[Bucket]ephemeral.Rate) *Limits {
	if len(key) == 0 {
		key = make([]byte, sha256.Size)
		_, _ = rand.Read(key) // never fails
	}
	return &Limits{store: store, taker: ephemeral.NewLimiter(store, fallback), key: key, rates: rates}
}

// Take counts one thing of the bucket by who, and fails with RATE_LIMITED when it was one too many. A store that fails
// limits nobody: what must not be guessed is long enough not to be.
func (l *Limits) Take(ctx context.Context, bucket Bucket, who string) error {
	if l == nil {
		return nil
	}
	decision, err := l.taker.Take(ctx, l.name(bucket, who), l.rates[bucket])
	if err != nil || decision.Allowed {
		return nil //nolint:nilerr // see above
	}
	return tooMany(decision.RetryAfter)
}

// TakeOnce is Take for a thing that may come again with the same request id and is then not counted again.
func (l *Limits) TakeOnce(ctx context.Context, bucket Bucket, who, request string) error {
	if l == nil {
		return nil
	}
	seen := l.name(bucket, who+"\x00"+request)
	if _, ok, err := l.store.Get(ctx, seen); err == nil && ok {
		return nil
	}
	if err := l.Take(ctx, bucket, who); err != nil {
		return err
	}
	// Forgetting it only costs one more count.
	_ = l.store.Set(ctx, seen, "", l.rates[bucket].Period)
	return nil
}

// Closed fails with RATE_LIMITED for a while after Take refused the last thing of the bucket: for what is only known to
// count once it was answered.
func (l *Limits) Closed(ctx context.Context, bucket Bucket, who string) error {
	if l == nil {
		return nil
	}
	if _, closed, err := l.store.Get(ctx, l.name(bucket, who+"\x00closed")); err != nil || !closed {
		return nil //nolint:nilerr // as with Take
	}
	return tooMany(l.rates[bucket].Period)
}

// Count counts one thing of the bucket by who that has happened, and closes the bucket when it was the last.
func (l *Limits) Count(ctx context.Context, bucket Bucket, who string) {
	if l == nil {
		return
	}
	if decision, err := l.taker.Take(ctx, l.name(bucket, who), l.rates[bucket]); err != nil || decision.Remaining > 0 {
		return
	}
	_ = l.store.Set(ctx, l.name(bucket, who+"\x00closed"), "", l.rates[bucket].Period)
}

func tooMany(wait time.Duration) error {
	return errs.New(errs.ResourceExhausted, errs.ReasonRateLimited, "too many calls; please wait a little").
		WithRetryAfter(max(wait, time.Second))
}

// withSource lets the service that is called know the source by an opaque name of its own.
func (l *Limits) withSource(ctx context.Context) context.Context {
	if l == nil || Source(ctx) == "" {
		return ctx
	}
	return identity.SendSource(ctx, l.hash("source", Source(ctx)))
}

// name is the key under which who is counted.
func (l *Limits) name(bucket Bucket, who string) string {
	return "rate:" + string(bucket) + ":" + l.hash(bucket, who)
}

func (l *Limits) hash(bucket Bucket, who string) string {
	mac := hmac.New(sha256.New, l.key)
	mac.Write([]byte(bucket))
	mac.Write([]byte{0})
	mac.Write([]byte(who))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}
