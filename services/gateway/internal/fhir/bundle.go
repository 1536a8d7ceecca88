package fhir

import (
	"net/url"
	"strconv"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/page"
)

// paged is a search that was answered whole: what it found, and the parameters that find the same again.
type paged struct {
	kind  string
	found []keyed
	// asked are the parameters that decide what is found, as the server read them.
	asked url.Values
}

// keyed is a resource with its id.
type keyed struct {
	id       string
	resource any
}

// bundle cuts the page out that r asks for. A token holds the id of the last resource of the page before; when that is
// gone meanwhile, the page begins with what has its place.
func (p paged) bundle(r *Request) (*Bundle, error) {
	count, err := r.params.count()
	if err != nil {
		return nil, err
	}
	bound := p.kind + "?" + p.asked.Encode()
	position, err := page.Decode(r.params.one("page"), bound)
	if err != nil {
		return nil, invalidPage()
	}
	from := 0
	if len(position) == 2 {
		from, err = strconv.Atoi(position[0])
		if err != nil || from < 0 {
			return nil, invalidPage()
		}
		from = p.after(position[1], from)
	}
	out := searchset().count(len(p.found))
	to := min(from+count, len(p.found))
	for _, k := range p.found[from:to] {
		out.match(r.base, p.kind, k.id, k.resource)
	}
	next := ""
	if to < len(p.found) {
		next = page.Encode([]string{strconv.Itoa(to), p.found[to-1].id}, bound)
	}
	out.links(r, p.kind, p.asked, count, next)
	return out, nil
}

// after is the index behind the resource; the one it had before when it is gone.
func (p paged) after(id string, before int) int {
	for i, k := range p.found {
		if k.id == id {
			return i + 1
		}
	}
	return min(before, len(p.found))
}

// links says how the search was understood, and where it goes on.
func (b *Bundle) links(r *Request, kind string, asked url.Values, count int, next string) {
	values := url.Values{"_count": {strconv.Itoa(count)}}
	for name, given := range asked {
		values[name] = given
	}
	address := r.base + "/" + kind + "?"
	self := url.Values{}
	for name, given := range values {
		self[name] = given
	}
	if token := r.params.one("page"); token != "" {
		self.Set("page", token)
	}
	b.Link = append(b.Link, Link{Relation: "self", URL: address + self.Encode()})
	if next != "" {
		values.Set("page", next)
		b.Link = append(b.Link, Link{Relation: "next", URL: address + values.Encode()})
	}
}

func invalidPage() error {
	return errs.New(errs.InvalidArgument, errs.ReasonInvalidPageToken, "the page is not one of this search")
}
