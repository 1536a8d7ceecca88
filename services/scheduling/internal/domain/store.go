package domain

import "context"

// Store keeps the catalog, the appointments, the answers to requests and the change feed.
//
// Two occupying rows of one provider, or of one room, never overlap in their blocked ranges: the schema refuses it on
// every engine, whatever the code does.
type Store interface {
	FeedStore
	BusyStore
	SeriesStore
	// Keys returns the service's secrets, made at first use and shared by all replicas.
	Keys(ctx context.Context) (Keys, error)
	// Catalog returns the present catalog.
	Catalog(ctx context.Context) (*Catalog, error)
	// Known returns the newest catalog seen, which may be an old one, for display names; nil before the first.
	Known() *Catalog
	// View returns, of one instant, the catalog and the occupied time from a week ago on.
	View(ctx context.Context) (View, error)
	// Write runs fn in one transaction, again when the engine asks for it or fn returns ErrRaced; fn must not keep
	// results of an earlier run. An error of fn rolls everything back.
	Write(ctx context.Context, fn func(Tx) error) error
	// Place runs fn to find a place for one row: fn looks, and inserts what it decided on. An insert that succeeds is
	// stored with everything released before it, and nothing may follow it; what fn released otherwise may be stored
	// or not. fn runs again as in Write.
	Place(ctx context.Context, fn func(Placing) error) error
	// Appointment reads one row; ErrNotFound.
	Appointment(ctx context.Context, id string) (Appointment, error)
	// List returns appointments that are no holds, by start and id, at most limit.
	List(ctx context.Context, f Filter, limit int) ([]Appointment, error)
	// OfInquiries returns the appointments of the inquiries that are no holds, newest first.
	OfInquiries(ctx context.Context, ids []string) ([]Appointment, error)
	// Changes returns the changes after the cursor, "" being the beginning, at most limit. It never skips one that
	// commits later. INVALID_FIELDS on after for a damaged cursor.
	Changes(ctx context.Context, after string, limit int) ([]Change, error)
	// KeepsChanges reports whether every change after the cursor is still there; "" means whatever there is.
	// INVALID_FIELDS as Changes.
	KeepsChanges(ctx context.Context, after string) (bool, error)
	// Sweep lets lapsed holds go and forgets what need not be kept. It is only tidying: every reader honours the
	// instants itself.
	Sweep(ctx context.Context, now int64) error
}

// View is what a decision is made from.
type View struct {
	Catalog *Catalog
	// Rows is the occupied time from a week ago on, of everybody.
	Rows *Occupancy
	// Replay is the stored answer to the request, nil when it is new. Only [Tx.Look] fills it and the fields below.
	Replay *Replay
	// OpenUntil is the latest end of a booked appointment of the contact asked for; 0 for none.
	OpenUntil int64
	// Hold holds the rows claimed under the hold asked for, by the order they were asked in.
	Hold []Appointment
	// Recent says that this is what was there a moment ago: good enough to insert by, which looks for itself, but not to
	// refuse. [Placing.Look] gives such a view at most once, where it is asked for.
	Recent bool
}

// Look says what a transaction wants to see.
type Look struct {
	Once Once
	// From and To bound the time that matters; equal for none.
	From, To int64
	// HoldHash asks for the rows of a hold; "" for none.
	HoldHash string
	// Contact asks for the open appointment of a contact; "" for none.
	Contact string
	// Recent says that a recent view will do.
	Recent bool
}

// Placing is what finding a place for one row takes. A [Tx] is one.
type Placing interface {
	// Look returns what is asked for. Rows and catalog may change until the insert, which then fails.
	Look(ctx context.Context, l Look) (View, error)
	// Release lets those of the holds go that have lapsed at now.
	Release(ctx context.Context, ids []string, now int64) error
	// Insert adds the row with its record; false when it would overlap another, exceed one of its guards or be the second
	// open call of its contact, or the catalog has changed.
	Insert(ctx context.Context, a *Appointment, r Record) (bool, error)
}

// Tx is one write transaction.
type Tx interface {
	FeedTx
	BusyTx
	SeriesTx
	// Look returns what is asked for and keeps the catalog from changing until the end of the transaction.
	Look(ctx context.Context, l Look) (View, error)
	// Lock reads one row and keeps it from changing until the end of the transaction; ErrNotFound.
	Lock(ctx context.Context, id string) (Appointment, error)
	// HeldFor reads the rows that are held for the inquiry, lapsed or not.
	HeldFor(ctx context.Context, inquiryID string) ([]Appointment, error)
	// Insert adds the row with its record; false when it would overlap another or exceed one of its guards, and the
	// transaction goes on.
	Insert(ctx context.Context, a *Appointment, r Record) (bool, error)
	// Update writes the row, whose time and room did not change, with its record. a.Version is the new one. ErrRaced when
	// the row or the catalog is not the one looked at any more.
	Update(ctx context.Context, a *Appointment, r Record) error
	// Move is Update with a new time, provider or room; false when it would overlap another, and the transaction goes on.
	Move(ctx context.Context, a *Appointment, r Record) (bool, error)
	// Release lets those of the holds go that have lapsed at now.
	Release(ctx context.Context, ids []string, now int64) error
	// Affected returns the booked rows of the provider, of all for "", that overlap [from, to), by start.
	Affected(ctx context.Context, providerID string, from, to int64) ([]Appointment, error)
	// LockCatalog looks at the catalog and the request's replay, and lets nobody else change the one or book by it until
	// the end of the transaction. It comes before the methods below, each of which raises the catalog's version.
	LockCatalog(ctx context.Context, o Once) (View, error)
	// SaveProvider inserts or replaces the provider with its schedule.
	SaveProvider(ctx context.Context, p Provider, r Record) error
	// SaveRoom inserts or replaces the room with its record.
	SaveRoom(ctx context.Context, room Room, r Record) error
	// SaveSite inserts or replaces the site with its record.
	SaveSite(ctx context.Context, site Site, r Record) error
	// SaveClosure adds the closure with its record.
	SaveClosure(ctx context.Context, c Closure, r Record) error
	// DeleteClosure forgets the closure.
	DeleteClosure(ctx context.Context, id string) error
}

// Record is what is written together with a row, in the same statement where the engine allows it.
type Record struct {
	// Change is the event for the feed, and Freed the one that says what time became free; nil for none.
	Change, Freed *Change
	// Once with Answer makes a repeat of the request safe; nothing is kept without a Once.RequestID.
	Once   Once
	Answer []byte
	Now    int64
}

// Once identifies a write by its caller.
type Once struct {
	// Scope separates callers: request ids of one do not meet those of another.
	Scope string
	// RequestID is the caller's id of the write; "" when it gave none.
	RequestID string
	// Hash is of the method and the body.
	Hash string
}

// Replay is the stored answer of an earlier request.
type Replay struct {
	Hash   string
	Answer []byte
}

// Filter says which appointments to list.
type Filter struct {
	// From and To bound the window: rows that end after From and start before To; 0 leaves it open.
	From, To int64
	// ProviderID and TypeID narrow it; "" means all.
	ProviderID, TypeID string
	// UnresolvedAt narrows it to booked ones that have ended at this instant; 0 for all.
	UnresolvedAt int64
	// AfterStart and AfterID are the position of the last row seen.
	AfterStart int64
	AfterID    string
}
