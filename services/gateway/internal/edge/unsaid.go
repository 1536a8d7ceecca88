package edge

import (
	"bytes"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// unsaid holds the members that say nothing: an enum's field with its zero value, as in "mode":"MODE_UNSPECIFIED".
// protojson writes them together with the default values that clients do rely on.
type unsaid map[string]bool

// unspecified ends every zero value's name; the linter of the protos sees to it.
const unspecified = `_UNSPECIFIED"`

// newUnsaid collects the members of every linked message of the packages that start with prefix.
func newUnsaid(prefix string) unsaid {
	u := make(unsaid)
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), prefix) {
			u.collect(file.Messages())
		}
		return true
	})
	return u
}

func (u unsaid) collect(messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		md := messages.Get(i)
		for j := range md.Fields().Len() {
			fd := md.Fields().Get(j)
			if fd.Kind() == protoreflect.EnumKind && !fd.IsList() && !fd.IsMap() {
				zero := fd.Enum().Values().Get(0).Name()
				u[`"`+fd.JSONName()+`":"`+string(zero)+`"`] = true
			}
		}
		u.collect(md.Messages())
	}
}

// strip removes the members from text, which protojson wrote. Inside a JSON string every quote is escaped, so no
// value can look like a member.
func (u unsaid) strip(text []byte) []byte {
	for from := 0; ; {
		at := bytes.Index(text[from:], []byte(unspecified))
		if at < 0 {
			return text
		}
		end := from + at + len(unspecified)
		start, ok := u.member(text, end)
		if !ok {
			from = end
			continue
		}
		start, end = withComma(text, start, end)
		text = append(text[:start], text[end:]...)
		from = start
	}
}

// member returns where the member that ends at end begins, if it is one of ours.
func (u unsaid) member(text []byte, end int) (int, bool) {
	value := bytes.LastIndexByte(text[:end-1], '"')
	if value < 0 {
		return 0, false
	}
	colon := skipSpaceBack(text, value)
	if colon == 0 || text[colon-1] != ':' {
		return 0, false
	}
	name := skipSpaceBack(text, colon-1)
	if name == 0 || text[name-1] != '"' {
		return 0, false
	}
	start := bytes.LastIndexByte(text[:name-1], '"')
	if start < 0 {
		return 0, false
	}
	return start, u[string(text[start:name])+":"+string(text[value:end])]
}

// withComma widens a member by the comma that would be left over.
func withComma(text []byte, start, end int) (int, int) {
	after := end
	for after < len(text) && text[after] == ' ' {
		after++
	}
	if after < len(text) && text[after] == ',' {
		after++
		for after < len(text) && text[after] == ' ' {
			after++
		}
		return start, after
	}
	before := skipSpaceBack(text, start)
	if before > 0 && text[before-1] == ',' {
		return before - 1, end
	}
	return start, end
}

func skipSpaceBack(text []byte, i int) int {
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	return i
}
