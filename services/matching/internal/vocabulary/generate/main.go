// Command generate writes the terms of the protos as plain Go, so that the rules of matching know no protobuf.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

func main() {
	source, err := terms()
	if err == nil {
		err = os.WriteFile(os.Args[1], source, 0o644) //nolint:gosec // source code
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tables are the variables to write, each with its enumeration.
func tables() []struct {
	name string
	enum protoreflect.Enum
} {
	return []struct {
		name string
		enum protoreflect.Enum
	}{
		{"domains", typev1.OutcomeDomain_Id(0)},
		{"concerns", typev1.Need_Concern(0)},
		{"approaches", typev1.TherapyApproach_Id(0)},
		{"titles", typev1.LicenseTitle_Id(0)},
		{"payers", typev1.Payer_Id(0)},
		{"genders", typev1.Gender_Id(0)},
		{"cultures", typev1.Culture_Id(0)},
		{"faiths", typev1.Faith_Id(0)},
		{"access", typev1.Access_Id(0)},
		{"states", typev1.UsState_Id(0)},
	}
}

func terms() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from the protos of firstcall.type.v1 by make gen. DO NOT EDIT.\n\npackage vocabulary\n\n")
	version, _ := proto.GetExtension(typev1.Need_Concern(0).Descriptor().Options(), typev1.E_Vocabulary).(string)
	fmt.Fprintf(&b, "// Version is the version of the vocabulary.\nconst Version = %q\n", version)
	for _, t := range tables() {
		fmt.Fprintf(&b, "\nvar %s = []Term{\n", t.name)
		values := t.enum.Descriptor().Values()
		for i := range values.Len() {
			if v := values.Get(i); v.Number() != 0 {
				b.WriteString(line(v))
			}
		}
		b.WriteString("}\n")
	}
	return format.Source(b.Bytes())
}

// line writes one term, leaving out what it does not say.
func line(v protoreflect.EnumValueDescriptor) string {
	term, _ := proto.GetExtension(v.Options(), typev1.E_Term).(*typev1.Term)
	fields := []string{fmt.Sprintf("Code: %q", v.Name()), fmt.Sprintf("Number: %d", v.Number())}
	for _, f := range []struct{ name, value string }{
		{"Words", term.GetWords()}, {"Label", term.GetLabel()}, {"Partly", term.GetPartly()},
		{"NUCC", term.GetNucc()}, {"SNOMED", term.GetSnomed()},
	} {
		if f.value != "" {
			fields = append(fields, fmt.Sprintf("%s: %q", f.name, f.value))
		}
	}
	if includes := term.GetIncludes(); len(includes) > 0 {
		fields = append(fields, fmt.Sprintf("Includes: %#v", includes))
	}
	for _, f := range []struct {
		name  string
		value bool
	}{
		{"Public", term.GetPublic()}, {"Competence", term.GetCompetence()}, {"Alone", term.GetAlone()},
		{"Diagnoses", term.GetDiagnoses()}, {"Privilege", term.GetPrivilege()}, {"Supervised", term.GetSupervised()},
	} {
		if f.value {
			fields = append(fields, f.name+": true")
		}
	}
	if d := term.GetDomain(); d > 1 {
		fields = append(fields, fmt.Sprintf("Domain: %d", d-1))
	}
	return "{" + strings.Join(fields, ", ") + "},\n"
}
