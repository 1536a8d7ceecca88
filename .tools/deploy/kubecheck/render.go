package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// Manifest is one rendered object.
type Manifest struct {
	APIVersion, Kind, Name string
	YAML                   []byte
}

// String names the object in messages.
func (m Manifest) String() string { return m.Kind + "/" + m.Name }

// kustomizations lists the folders below dir that render on their own. A component that none of them uses is a problem:
// nothing would prove it.
func kustomizations(dir string, problems *Problems) ([]string, error) {
	var found []string
	used, components := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "kustomization.yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var file types.Kustomization
		if err := yaml.UnmarshalStrict(text, &file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		folder := filepath.Dir(path)
		for _, component := range file.Components {
			used[filepath.Join(folder, component)] = true
		}
		if file.Kind == types.ComponentKind {
			components[folder] = true
			return nil
		}
		found = append(found, folder)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for component := range components {
		problems.Require(used[component], "%s: no overlay uses this component, so nothing checks it", component)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: no kustomization", dir)
	}
	return found, nil
}

// render builds a kustomization in process.
func render(dir string) ([]Manifest, error) {
	result, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	var manifests []Manifest
	for _, object := range result.Resources() {
		text, err := object.AsYAML()
		if err != nil {
			return nil, fmt.Errorf("render %s: %w", object.CurId(), err)
		}
		manifests = append(manifests, Manifest{
			APIVersion: object.GetApiVersion(), Kind: object.GetKind(), Name: object.GetName(), YAML: text,
		})
	}
	return manifests, nil
}
