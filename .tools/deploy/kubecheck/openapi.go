package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// schemaFile is where a kind's schema lies, as kubeconform's template.
const schemaFile = "{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json"

type object = map[string]any

const refPrefix = "#/definitions/"

// writeCore turns Kubernetes' OpenAPI description into one self-contained JSON schema per kind.
func writeCore(swagger, dir string) error {
	text, err := os.ReadFile(swagger)
	if err != nil {
		return err
	}
	var document struct{ Definitions map[string]object }
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", swagger, err)
	}
	for name, definition := range document.Definitions {
		switch name {
		case "io.k8s.apimachinery.pkg.util.intstr.IntOrString":
			document.Definitions[name] = object{"type": []any{"integer", "string"}}
		case "io.k8s.apimachinery.pkg.api.resource.Quantity":
			document.Definitions[name] = object{"type": []any{"number", "string"}}
		default:
			tighten(definition)
		}
	}
	for name, definition := range document.Definitions {
		kinds, _ := definition["x-kubernetes-group-version-kind"].([]any)
		if len(kinds) != 1 {
			continue // shared by many kinds, such as DeleteOptions
		}
		kind := kinds[0].(object)
		needed := map[string]object{}
		reach(document.Definitions, name, needed)
		schema := object{"$ref": refPrefix + name, "definitions": needed}
		if err := writeSchema(dir, [3]string{fmt.Sprint(kind["group"]), fmt.Sprint(kind["version"]), fmt.Sprint(kind["kind"])}, schema); err != nil {
			return err
		}
	}
	return nil
}

// writeCustom takes the schemas out of a custom resource's definition.
func writeCustom(path, dir string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var crd struct {
		Spec struct {
			Group    string
			Names    struct{ Kind string }
			Versions []struct {
				Name   string
				Schema struct{ OpenAPIV3Schema object }
			}
		}
	}
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, version := range crd.Spec.Versions {
		schema := version.Schema.OpenAPIV3Schema
		tighten(schema)
		// What every object has is left open by definitions.
		schema["properties"].(object)["metadata"] = object{"type": "object"}
		if err := writeSchema(dir, [3]string{crd.Spec.Group, version.Name, crd.Spec.Names.Kind}, schema); err != nil {
			return err
		}
	}
	return nil
}

// tighten refuses unknown fields, at every depth.
func tighten(schema object) {
	if schema["x-kubernetes-int-or-string"] == true {
		maps.DeleteFunc(schema, func(string, any) bool { return true })
		schema["type"] = []any{"integer", "string"}
		return
	}
	properties, _ := schema["properties"].(object)
	if properties != nil && schema["additionalProperties"] == nil && schema["x-kubernetes-preserve-unknown-fields"] != true {
		schema["additionalProperties"] = false
	}
	for _, property := range properties {
		tighten(property.(object))
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if inner, ok := schema[key].(object); ok {
			tighten(inner)
		}
	}
}

// reach collects the definition called name and all it refers to.
func reach(all map[string]object, name string, into map[string]object) {
	if _, done := into[name]; done {
		return
	}
	into[name] = all[name]
	var walk func(any)
	walk = func(node any) {
		switch node := node.(type) {
		case object:
			if ref, ok := node["$ref"].(string); ok {
				reach(all, strings.TrimPrefix(ref, refPrefix), into)
			}
			for _, child := range node {
				walk(child)
			}
		case []any:
			for _, child := range node {
				walk(child)
			}
		}
	}
	walk(all[name])
}

// writeSchema names the file as schemaFile does: the core group has no name, and its version stands for it.
func writeSchema(dir string, gvk [3]string, schema object) error {
	if gvk[0] == "" {
		gvk[0] = gvk[1]
	}
	text, err := json.Marshal(schema)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s_%s_%s.json", gvk[0], gvk[1], strings.ToLower(gvk[2]))
	return os.WriteFile(filepath.Join(dir, name), text, 0o644)
}
