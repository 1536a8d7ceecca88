package pages

import (
	"embed"
	"html/template"
	"net/url"
	"path"
	"strings"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// The two sets are parsed once per process; they are constant.
var (
	publicTemplates = sync.OnceValue(func() map[string]*template.Template { return parseViews("public") })
	staffTemplates  = sync.OnceValue(func() map[string]*template.Template { return parseViews("staff") })
)

// parseViews reads every page of a folder together with its layout and the partials. The files are embedded, so a
// fault in one is a fault of the build and every test finds it.
func parseViews(folder string) map[string]*template.Template {
	base := template.Must(template.New("base").Funcs(viewFuncs()).ParseFS(templateFiles, "templates/partial/*.html"))
	base = template.Must(base.ParseFS(templateFiles, "templates/"+folder+"/layout.html"))
	entries, err := templateFiles.ReadDir("templates/" + folder)
	if err != nil {
		panic(err)
	}
	views := make(map[string]*template.Template, len(entries))
	for _, e := range entries {
		if e.Name() == "layout.html" {
			continue
		}
		page := template.Must(template.Must(base.Clone()).ParseFS(templateFiles, path.Join("templates", folder, e.Name())))
		views[strings.TrimSuffix(e.Name(), ".html")] = page
	}
	return views
}

func viewFuncs() template.FuncMap {
	return template.FuncMap{
		"asset":     assetPath,
		"problem":   func(v view, field string) string { return v.Problem(field) },
		"tel":       telHref,
		"group4":    groupCode,
		"dict":      dict,
		"plural":    plural,
		"lower":     lowerFirst,
		"sentence":  sentence,
		"line":      func(i int) int { return i + 1 },
		"int":       func(n int32) int { return int(n) },
		"href":      href,
		"bookQuery": bookQuery,
	}
}

// dict builds the argument of a partial from pairs.
func dict(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); ok {
			m[key] = pairs[i+1]
		}
	}
	return m
}

// href builds an address from a path, what the page keeps, and further pairs.
func href(path string, keep map[string]string, pairs ...string) string {
	query := url.Values{}
	for k, v := range keep {
		query.Set(k, v)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// bookQuery is what the links back to the start page keep of the details: nothing personal.
func bookQuery(d detailsBody) map[string]string {
	keep := map[string]string{}
	if d.Zone != "" {
		keep["zone"] = d.Zone
	}
	if d.From != "" {
		keep["from"] = d.From
	}
	if d.Topic != "" {
		keep["topic"] = slug(d.Topic)
	}
	if at := parseStamp(d.Start); !at.IsZero() {
		keep["day"] = at.In(zoneOr(d.Zone, at.Location())).Format(dayFormat)
	}
	return keep
}
