package main

import "slices"

// Workload is what makes pods.
type Workload struct {
	Meta
	Spec struct {
		Replicas *int
		Selector Selector
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     Pod
		}
	}
}

// Pod is the part of a pod's description that the checks read.
type Pod struct {
	ServiceAccountName            string
	AutomountServiceAccountToken  *bool
	EnableServiceLinks            *bool
	HostNetwork, HostPID, HostIPC bool
	ShareProcessNamespace         bool
	TerminationGracePeriodSeconds *int
	SecurityContext               SecurityContext
	TopologySpreadConstraints     []struct{ TopologyKey string }
	InitContainers, Containers    []Container
	Volumes                       []Volume
}

// SecurityContext is that of a pod or a container.
type SecurityContext struct {
	RunAsNonRoot             *bool
	RunAsUser, RunAsGroup    *int
	FSGroup                  *int
	Privileged               bool
	AllowPrivilegeEscalation *bool
	ReadOnlyRootFilesystem   *bool
	SeccompProfile           *struct{ Type string }
	Capabilities             struct{ Add, Drop []string }
}

// Container is one process.
type Container struct {
	Name, Image string
	Args        []string
	Env         []struct {
		Name, Value string
		ValueFrom   *struct{ SecretKeyRef, ConfigMapKeyRef, FieldRef, ResourceFieldRef map[string]any }
	}
	EnvFrom []struct {
		Prefix                  string
		ConfigMapRef, SecretRef *struct{ Name string }
	}
	Ports []struct {
		Name          string
		ContainerPort int
		HostPort      int
	}
	Resources                                   struct{ Requests, Limits map[string]any }
	StartupProbe, LivenessProbe, ReadinessProbe *Probe
	Lifecycle                                   struct {
		PreStop struct{ Sleep struct{ Seconds int } }
	}
	SecurityContext SecurityContext
	VolumeMounts    []struct {
		Name, MountPath, SubPath string
		ReadOnly                 bool
	}
}

// Probe asks a container how it is.
type Probe struct {
	HTTPGet struct {
		Path string
		Port any
	}
}

// Volume is what a container may mount.
type Volume struct {
	Name     string
	HostPath map[string]any
	EmptyDir *struct{ Medium, SizeLimit string }
	Secret   *struct {
		SecretName  string
		DefaultMode *int
		Items       []struct{ Key, Path string }
	}
}

func (w *Workload) containers() []*Container {
	var all []*Container
	for i := range w.Spec.Template.Spec.InitContainers {
		all = append(all, &w.Spec.Template.Spec.InitContainers[i])
	}
	for i := range w.Spec.Template.Spec.Containers {
		all = append(all, &w.Spec.Template.Spec.Containers[i])
	}
	return all
}

func (w *Workload) volume(name string) *Volume {
	for i, volume := range w.Spec.Template.Spec.Volumes {
		if volume.Name == name {
			return &w.Spec.Template.Spec.Volumes[i]
		}
	}
	return nil
}

func contains[T comparable](list []T, value T) bool { return slices.Contains(list, value) }

func is(value *bool, want bool) bool { return value != nil && *value == want }
