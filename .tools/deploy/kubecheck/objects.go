package main

import (
	"fmt"

	"sigs.k8s.io/yaml"
)

// Meta is what every object has.
type Meta struct {
	Kind     string
	Metadata struct {
		Name        string
		Namespace   string
		Labels      map[string]string
		Annotations map[string]string
	}
}

// String names the object in messages.
func (m Meta) String() string { return m.Kind + "/" + m.Metadata.Name }

// Set is everything one kustomization renders, by what it is for.
type Set struct {
	Workloads  []*Workload
	Services   []*Service
	Budgets    []*Selecting
	Policies   []*Policy
	Ingresses  []*Ingress
	Settings   map[string]map[string]string // ConfigMaps by name
	Accounts   map[string]bool
	MadeByCert map[string]bool // secrets that certificates fill
	Namespaces []Meta
}

// Selector chooses pods by their labels.
type Selector struct {
	MatchLabels      map[string]string
	MatchExpressions []struct {
		Key, Operator string
		Values        []string
	}
}

// Service is where pods are found.
type Service struct {
	Meta
	Spec struct {
		ClusterIP string
		Selector  map[string]string
		Ports     []struct {
			Name       string
			Port       int
			TargetPort any
		}
	}
}

// Selecting is an object that is about the pods it selects.
type Selecting struct {
	Meta
	Spec struct{ Selector Selector }
}

// Ingress leads requests from outside to services.
type Ingress struct {
	Meta
	Spec struct {
		Rules []struct {
			HTTP struct {
				Paths []struct {
					Backend struct {
						Service struct {
							Name string
							Port struct {
								Name   string
								Number int
							}
						}
					}
				}
			}
		}
	}
}

// decode sorts the manifests; a kind the checks do not know is refused, so that none slips through unread.
func decode(manifests []Manifest) (*Set, error) {
	set := &Set{Settings: map[string]map[string]string{}, Accounts: map[string]bool{}, MadeByCert: map[string]bool{}}
	for _, manifest := range manifests {
		var err error
		switch manifest.Kind {
		case "Deployment", "Job":
			set.Workloads, err = add(set.Workloads, manifest)
		case "Service":
			set.Services, err = add(set.Services, manifest)
		case "PodDisruptionBudget":
			set.Budgets, err = add(set.Budgets, manifest)
		case "NetworkPolicy":
			set.Policies, err = add(set.Policies, manifest)
		case "Ingress":
			set.Ingresses, err = add(set.Ingresses, manifest)
		case "ConfigMap":
			var settings struct{ Data map[string]string }
			err = yaml.Unmarshal(manifest.YAML, &settings)
			set.Settings[manifest.Name] = settings.Data
		case "ServiceAccount":
			set.Accounts[manifest.Name] = true
		case "Certificate":
			var certificate struct{ Spec struct{ SecretName string } }
			err = yaml.Unmarshal(manifest.YAML, &certificate)
			set.MadeByCert[certificate.Spec.SecretName] = true
		case "Namespace":
			var meta Meta
			err = yaml.Unmarshal(manifest.YAML, &meta)
			set.Namespaces = append(set.Namespaces, meta)
		case "Issuer":
		default:
			err = fmt.Errorf("no check knows this kind; teach kubecheck what to ask of it")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", manifest, err)
		}
	}
	return set, nil
}

func add[T any](list []*T, manifest Manifest) ([]*T, error) {
	object := new(T)
	err := yaml.Unmarshal(manifest.YAML, object)
	return append(list, object), err
}

// matches reports whether labels fit the selector; an operator it does not know fits nothing.
func (s Selector) matches(labels map[string]string) bool {
	for key, value := range s.MatchLabels {
		if labels[key] != value {
			return false
		}
	}
	for _, expression := range s.MatchExpressions {
		if expression.Operator != "In" || !contains(expression.Values, labels[expression.Key]) {
			return false
		}
	}
	return true
}
