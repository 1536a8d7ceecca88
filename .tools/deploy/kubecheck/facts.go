package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

const prefix = "FIRSTCALL_"

// Facts are what the product's sources say and the deployment has to agree with.
type Facts struct {
	// Variables are the settings that the environment may give, and whether each may hold a secret in clear.
	Variables map[string]Variable
	// Calls lists who calls each service, from the policies in the protos.
	Calls map[string][]string
	// Readme is the text that tells the operator which secrets to make.
	Readme string
}

// Variable is one setting of the environment.
type Variable struct {
	// Secret settings are given as files only.
	Secret bool
	// File settings name a file that must be mounted.
	File bool
}

// readFacts reads the sources of the repository at root.
func readFacts(root string) (*Facts, error) {
	variables, err := readVariables(filepath.Join(root, "services", "firstcall", "config.go"))
	if err != nil {
		return nil, err
	}
	calls, err := readCalls(filepath.Join(root, "proto", "firstcall"))
	if err != nil {
		return nil, err
	}
	readme, err := os.ReadFile(filepath.Join(root, "deploy", "README.md"))
	if err != nil {
		return nil, err
	}
	return &Facts{Variables: variables, Calls: calls, Readme: string(readme)}, nil
}

// readVariables takes the names out of the struct tags of the settings.
func readVariables(path string) (map[string]Variable, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	structs := map[string]*ast.StructType{}
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.TypeSpec); ok {
			if fields, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = fields
			}
		}
		return true
	})
	if structs["Config"] == nil {
		return nil, fmt.Errorf("%s: no type Config", path)
	}
	variables := map[string]Variable{prefix + "CONFIG": {File: true}}
	collect(structs, structs["Config"], prefix, variables)
	return variables, nil
}

func collect(structs map[string]*ast.StructType, fields *ast.StructType, prefix string, into map[string]Variable) {
	for _, field := range fields.Fields.List {
		if field.Tag == nil {
			continue
		}
		tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
		name := prefix + tag.Get("env")
		if named, ok := field.Type.(*ast.Ident); ok && structs[named.Name] != nil {
			collect(structs, structs[named.Name], name+"_", into)
			continue
		}
		secret := tag.Get("secret") == "true"
		into[name] = Variable{Secret: secret, File: strings.HasSuffix(name, "_FILE")}
		if secret {
			into[name+"_FILE"] = Variable{File: true}
		}
	}
}

var (
	comment = regexp.MustCompile(`//[^\n]*`)
	callers = regexp.MustCompile(`callers:\s*(?:\[([^\]]*)\]|(\w+))`)
)

// readCalls unites the callers of every method of a service.
func readCalls(dir string) (map[string][]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "v*", "*_service.proto"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New(dir + ": no services")
	}
	calls := map[string][]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		service := filepath.Base(filepath.Dir(filepath.Dir(path)))
		for _, match := range callers.FindAllSubmatch(comment.ReplaceAll(text, nil), -1) {
			for caller := range strings.FieldsFuncSeq(string(match[1])+" "+string(match[2]), func(r rune) bool {
				return strings.ContainsRune(", \t\n", r)
			}) {
				calls[service] = append(calls[service], strings.ToLower(caller))
			}
		}
		slices.Sort(calls[service])
		calls[service] = slices.Compact(calls[service])
	}
	return calls, nil
}
