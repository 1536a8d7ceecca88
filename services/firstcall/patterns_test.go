package firstcall

import (
	"regexp"
	"strings"
	"testing"

	validatepb "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

// TestEveryPatternHasWords: nobody is told a regular expression. The words for a pattern say what is wanted, and what they
// show as an example is.
func TestEveryPatternHasWords(t *testing.T) {
	t.Parallel()
	example := regexp.MustCompile(`such as ([^ ,]+)`)
	found := everyPattern()
	require.Greater(t, len(found), 15)
	for pattern, field := range found {
		words, ok := rpcserver.PatternWords(pattern)
		require.True(t, ok, "%s has a pattern without words: %s", field, pattern)
		require.True(t, strings.HasPrefix(words, "must "), words)
		require.NotContains(t, words, "^")
		require.NotContains(t, words, "[")
		if m := example.FindStringSubmatch(words); m != nil {
			text := m[1]
			if strings.HasSuffix(text, "/") {
				text += strings.Repeat("a", 26)
			}
			require.Regexp(t, pattern, text)
		}
	}
}

// everyPattern returns the patterns of all messages, each with a field that has it.
func everyPattern() map[string]protoreflect.FullName {
	out := make(map[string]protoreflect.FullName)
	var walk func(protoreflect.MessageDescriptors)
	walk = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			m := messages.Get(i)
			walk(m.Messages())
			for j := range m.Fields().Len() {
				f := m.Fields().Get(j)
				rules, _ := proto.GetExtension(f.Options(), validatepb.E_Field).(*validatepb.FieldRules)
				for _, r := range []*validatepb.FieldRules{
					rules, rules.GetRepeated().GetItems(), rules.GetMap().GetKeys(), rules.GetMap().GetValues(),
				} {
					if p := r.GetString().GetPattern(); p != "" {
						out[p] = f.FullName()
					}
				}
			}
		}
	}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "firstcall.") {
			walk(file.Messages())
		}
		return true
	})
	return out
}
