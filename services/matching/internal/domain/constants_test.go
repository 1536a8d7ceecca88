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

// TestConstantsNameTheirSource reads the engine's source: every number that is given a name says that it is policy, that
// it is so by definition, or names a publication. The constants of the score are in [score.Sources].
func TestConstantsNameTheirSource(t *testing.T) {
	t.Parallel()
	says := regexp.MustCompile(`(?i)policy|by definition|\b(19|20)[0-9]{2}\b|NYCRR`)
	var found int
	for _, dir := range []string{".", "../score", "../explore", "../evidence", "../measure", "outcome", "../forecast"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			require.NoError(t, err)
			for _, d := range file.Decls {
				block, ok := d.(*ast.GenDecl)
				if !ok || block.Tok != token.CONST {
					continue
				}
				for _, s := range block.Specs {
					spec, _ := s.(*ast.ValueSpec)
					if !numeric(spec) {
						continue
					}
					found++
					require.Regexp(t, says, block.Doc.Text()+spec.Doc.Text()+spec.Comment.Text(), "%s in %s", spec.Names[0], name)
				}
			}
		}
	}
	require.Greater(t, found, 10)
}

// numeric reports whether a constant is written with a number.
func numeric(spec *ast.ValueSpec) bool {
	found := false
	for _, v := range spec.Values {
		ast.Inspect(v, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && (literal.Kind == token.INT || literal.Kind == token.FLOAT) {
				found = true
			}
			return true
		})
	}
	return found
}
