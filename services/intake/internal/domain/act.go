package domain

import "time"

// ActKind says what an act does.
type ActKind string

// The kinds of acts, and of requests in general.
const (
	ActSubmit  ActKind = "SUBMIT"
	ActBook    ActKind = "BOOK"
	ActMove    ActKind = "MOVE"
	ActCancel  ActKind = "CANCEL"
	ActPropose ActKind = "PROPOSE"
	ActPair    ActKind = "PAIR"
	// The rest happen in one transaction.
	DoRecordCall ActKind = "RECORD_CALL"
	DoClose      ActKind = "CLOSE"
	DoReopen     ActKind = "REOPEN"
	DoWaitlist   ActKind = "WAITLIST"
	DoMatch      ActKind = "MATCH"
	DoCommitPlan ActKind = "COMMIT_PLAN"
)

// Step says how far an act has come.
type Step string

// The steps. Before Booked an act can be undone; from there it only goes forward.
const (
	Started Step = "STARTED"
	Booked  Step = "BOOKED"
	Done    Step = "DONE"
)

// Act is a write that needs other services too. It is stored before they are asked, with its request, so that a crash
// at any point leaves somebody to finish or undo it; one act at a time holds an inquiry.
type Act struct {
	// ID is what the other services know the act by.
	ID        string
	RequestID string
	Kind      ActKind
	BodyHash  string
	Inquiry   string
	// Actor is the person acting, CallID the call.
	Actor string
	Step  Step
	Args  ActArgs
	// Claim counts who took the act up: undoing needs the latest.
	Claim int64
	// Lease is until when its worker is left alone.
	Lease      time.Time
	CreateTime time.Time
	// Answer is set once it is Done.
	Answer *Answer
}

// ActArgs is what was asked and what came of it so far. Stores keep it sealed.
type ActArgs struct {
	CallID      string        `json:"callId,omitempty"`
	When        When          `json:"when,omitzero"`
	Appointment *Appointment  `json:"appointment,omitempty"`
	Visit       string        `json:"visit,omitempty"`
	Proposal    ProposalOrder `json:"proposal,omitzero"`
	Pairing     PairingOrder  `json:"pairing,omitzero"`
	PairingName string        `json:"pairingName,omitempty"`
	// Expanded says that the note holds words of danger.
	Expanded bool `json:"expanded,omitempty"`
	// Staff says that the answer is the inquiry.
	Staff bool `json:"staff,omitempty"`
	// AnotherCall is why the client may have more than one open call.
	AnotherCall string `json:"anotherCall,omitempty"`
}

// Answer is what a write answered, kept sealed for repeats. What is set depends on the kind.
type Answer struct {
	Confirmation *Confirmation `json:"confirmation,omitempty"`
	Inquiry      *Inquiry      `json:"inquiry,omitempty"`
	Proposal     *Proposal     `json:"proposal,omitempty"`
	Ranking      *Ranking      `json:"ranking,omitempty"`
}

// Confirmation is what a visitor is told after booking, moving or asking for a call back.
type Confirmation struct {
	Code      string           `json:"code,omitempty"`
	Start     time.Time        `json:"start,omitzero"`
	End       time.Time        `json:"end,omitzero"`
	TimeZone  string           `json:"timeZone,omitempty"`
	ManageURL string           `json:"manageUrl,omitempty"`
	Callback  []CallbackWindow `json:"callback,omitempty"`
	Expanded  bool             `json:"expanded,omitempty"`
}

// leaseTime is how long an act is left to whoever took it up; longer than any call may take.
const leaseTime = 30 * time.Second

// replayTime is how long a request is remembered.
const replayTime = 24 * time.Hour
