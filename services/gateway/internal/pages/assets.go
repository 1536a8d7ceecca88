package pages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed static
var staticFiles embed.FS

// asset is one static file under a name that changes with its content.
type asset struct {
	path string
	kind string
	body []byte
}

// assets maps plain names (site.css) and served names (site-1a2b3c4d5e6f.css) to files.
var assets = sync.OnceValue(func() map[string]asset {
	all := make(map[string]asset)
	err := fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		plain := path.Base(name)
		served := strings.TrimSuffix(plain, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		a := asset{path: "/static/" + served, kind: mime.TypeByExtension(ext), body: body}
		all[plain], all[served] = a, a
		return nil
	})
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	return all
})

// assetPath is where a static file is served, such as /static/site-1a2b3c4d5e6f.css.
func assetPath(name string) string { return assets()[name].path }

// serveStatic serves a file under its content-hash name for ever; other names are unknown.
func serveStatic(w http.ResponseWriter, r *http.Request) {
	a, ok := assets()[r.PathValue("file")]
	if !ok || a.path != r.URL.Path {
		Problem(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(a.body)
}
