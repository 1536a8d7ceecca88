package domain

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// enginePackages are all in which a number could decide anything.
func enginePackages() []string {
	return []string{
		".", "outcome", "../score", "../explore", "../evidence", "../measure", "../forecast", "../index", "../assign", "../simulate", "../store",
	}
}

// TestConstantsNameTheirSource reads the engine's source: every number that is given a name, at the top of a file or in a function, alone
// or in a table, says that it is policy, that it is so by definition, or names a publication by author and year. So does every span
// of time that is written into a statement. The constants of the score are in [score.Sources].
func TestConstantsNameTheirSource(t *testing.T) {
	t.Parallel()
	says := regexp.MustCompile(`(?i:policy|by definition)|[A-Z][\p{L}-]+(, [A-Z][\p{L}-]+)*( et al\.| and [A-Z][\p{L}-]+)?,? (19|20)[0-9]{2}\b|NYCRR`)
	var found int
	for _, dir := range enginePackages() {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files, dir)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			require.NoError(t, err)
			for spec, doc := range numbered(file) {
				found++
				if !says.MatchString(doc) {
					t.Errorf("%s in %s", spec.Names[0], name)
				}
			}
			for _, span := range spans(file) {
				t.Errorf("%q in a statement in %s: name it", span, name)
			}
		}
	}
	require.Greater(t, found, 60)
}

// numbered are the constants of a file that are written with a number, and the variables at its top that hold some, with what is said of
// them.
func numbered(file *ast.File) map[*ast.ValueSpec]string {
	out := map[*ast.ValueSpec]string{}
	top := map[*ast.GenDecl]bool{}
	for _, d := range file.Decls {
		if block, ok := d.(*ast.GenDecl); ok {
			top[block] = true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		block, ok := n.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST && (block.Tok != token.VAR || !top[block]) {
			return true
		}
		for _, s := range block.Specs {
			if spec, _ := s.(*ast.ValueSpec); numeric(spec) {
				out[spec] = block.Doc.Text() + spec.Doc.Text() + spec.Comment.Text()
			}
		}
		return true
	})
	return out
}

// numeric reports whether a constant or a variable is written with a number that says something: more than a shift by iota, an index or a
// zero.
func numeric(spec *ast.ValueSpec) bool {
	found := false
	for _, v := range spec.Values {
		ast.Inspect(v, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.BasicLit:
				found = found || (n.Kind == token.INT || n.Kind == token.FLOAT) && n.Value != "0" && n.Value != "1"
			}
			return true
		})
	}
	return found
}

// micros is a span of a minute or more in millionths of a second.
var micros = regexp.MustCompile(`\b[1-9][0-9]{7,}\b`)

// spans are those that are written into the texts of a file.
func spans(file *ast.File) (out []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && strings.Contains(text.Value, "SELECT") {
			out = append(out, micros.FindAllString(text.Value, -1)...)
		}
		return true
	})
	return out
}
