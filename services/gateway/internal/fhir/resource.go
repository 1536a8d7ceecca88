package fhir

// Schedule says whose time can be booked, and for what.
type Schedule struct {
	ResourceType string            `json:"resourceType"`
	ID           string            `json:"id"`
	Active       bool              `json:"active"`
	ServiceType  []CodeableConcept `json:"serviceType"`
	Actor        []Reference       `json:"actor"`
}

// Slot is a start that can be booked, or could have been.
type Slot struct {
	ResourceType string            `json:"resourceType"`
	ID           string            `json:"id"`
	ServiceType  []CodeableConcept `json:"serviceType"`
	Schedule     Reference         `json:"schedule"`
	Status       string            `json:"status"`
	Start        string            `json:"start"`
	End          string            `json:"end"`
}

// Appointment is time that is proposed, held or booked. Its participants are providers, rooms and services, never a
// client.
type Appointment struct {
	ResourceType          string            `json:"resourceType"`
	ID                    string            `json:"id"`
	Meta                  *Meta             `json:"meta,omitempty"`
	Extension             []Extension       `json:"extension,omitempty"`
	Status                string            `json:"status"`
	ServiceCategory       []CodeableConcept `json:"serviceCategory,omitempty"`
	ServiceType           []CodeableConcept `json:"serviceType,omitempty"`
	SupportingInformation []Reference       `json:"supportingInformation,omitempty"`
	Start                 string            `json:"start"`
	End                   string            `json:"end"`
	MinutesDuration       int               `json:"minutesDuration,omitempty"`
	Slot                  []Reference       `json:"slot,omitempty"`
	Created               string            `json:"created,omitempty"`
	Participant           []Participant     `json:"participant"`
}

// Participant is one who takes part in an appointment.
type Participant struct {
	Actor  *Reference `json:"actor"`
	Status string     `json:"status"`
}

// Bundle is the answer to a search or an operation.
type Bundle struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Total        *int    `json:"total,omitempty"`
	Link         []Link  `json:"link,omitempty"`
	Entry        []Entry `json:"entry,omitempty"`
}

// Link says where a page is.
type Link struct {
	Relation string `json:"relation"`
	URL      string `json:"url"`
}

// Entry is one resource of a bundle.
type Entry struct {
	FullURL  string `json:"fullUrl,omitempty"`
	Resource any    `json:"resource"`
	Search   Search `json:"search"`
}

// Search says whether an entry was looked for, or is about the search.
type Search struct {
	Mode string `json:"mode"`
}

// The kinds of resources.
const (
	scheduleType    = "Schedule"
	slotType        = "Slot"
	appointmentType = "Appointment"
)

func searchset() *Bundle { return &Bundle{ResourceType: "Bundle", Type: "searchset"} }

// match adds a resource that was looked for.
func (b *Bundle) match(base, kind, id string, resource any) {
	b.Entry = append(b.Entry, Entry{FullURL: base + "/" + kind + "/" + id, Resource: resource, Search: Search{"match"}})
}

// say adds a remark on the search itself.
func (b *Bundle) say(text string) {
	b.Entry = append(b.Entry, Entry{Search: Search{"outcome"}, Resource: &OperationOutcome{
		ResourceType: outcomeType,
		Issue:        []Issue{{Severity: "information", Code: "informational", Details: &CodeableConcept{Text: text}}},
	}})
}

func (b *Bundle) count(n int) *Bundle {
	b.Total = &n
	return b
}
