package pages_test

import (
	"encoding/xml"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"
)

// submitted is what a browser sends of the form with an action when nobody touches it.
func (b browser) submitted(page answer, action string) url.Values {
	b.t.Helper()
	f := formReader{form: url.Values{}, action: action}
	d := xml.NewDecoder(strings.NewReader(page.body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for token, err := d.Token(); err == nil; token, err = d.Token() {
		f.read(token)
	}
	require.True(b.t, f.found, "a form to %s", action)
	return f.form
}

// formReader goes through a page and notes the fields of one form.
type formReader struct {
	form          url.Values
	action        string
	inside, found bool
	// area is the name of the text area being read, list of the list of options, option whether its next text is a value.
	area, list       string
	text             strings.Builder
	options          []string
	chosen           int
	optionWithoutVal bool
}

func (f *formReader) read(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		if e.Name.Local == "form" {
			f.inside = attr(e, "action") == f.action
			f.found = f.found || f.inside
		}
		if f.inside {
			f.start(e)
		}
	case xml.CharData:
		f.text.Write(e)
	case xml.EndElement:
		if f.inside {
			f.end(e.Name.Local)
		}
		f.inside = f.inside && e.Name.Local != "form"
	}
}

func (f *formReader) start(e xml.StartElement) {
	switch e.Name.Local {
	case "input":
		kind := attr(e, "type")
		if value := attr(e, "value"); kind != "checkbox" && kind != "radio" || has(e, "checked") {
			f.form.Add(attr(e, "name"), value)
		}
	case "textarea":
		f.area = attr(e, "name")
		f.text.Reset()
	case "select":
		f.list, f.options, f.chosen = attr(e, "name"), nil, 0
	case "option":
		f.text.Reset()
		if has(e, "selected") {
			f.chosen = len(f.options)
		}
		f.options = append(f.options, attr(e, "value"))
		f.optionWithoutVal = !has(e, "value")
	}
}

func (f *formReader) end(name string) {
	switch name {
	case "textarea":
		f.form.Add(f.area, strings.ReplaceAll(strings.TrimPrefix(f.text.String(), "\n"), "\n", "\r\n"))
	case "option":
		if f.optionWithoutVal {
			f.options[len(f.options)-1] = f.text.String()
		}
	case "select":
		f.form.Add(f.list, f.options[f.chosen])
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func has(e xml.StartElement, name string) bool {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}
