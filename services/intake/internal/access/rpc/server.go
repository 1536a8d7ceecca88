// Package rpc answers the AccessService over the rules of the domain.
package rpc

import (
	"context"

	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
)

// Server implements intakev1.AccessServiceServer.
type Server struct {
	intakev1.UnimplementedAccessServiceServer
	access *domain.Access
}

// New returns the server.
func New(access *domain.Access) *Server { return &Server{access: access} }

// Authenticate says who a bearer token or a session belongs to.
func (s *Server) Authenticate(
	ctx context.Context, req *intakev1.AuthenticateRequest,
) (*intakev1.AuthenticateResponse, error) {
	if secret, ok := req.GetCredential().(*intakev1.AuthenticateRequest_Session); ok {
		account, end, err := s.access.BySession(ctx, secret.Session)
		if err != nil {
			return nil, err
		}
		return &intakev1.AuthenticateResponse{StaffMember: member(account), ExpireTime: timestamppb.New(end)}, nil
	}
	account, err := s.access.ByToken(ctx, req.GetToken())
	if err != nil {
		return nil, err
	}
	return &intakev1.AuthenticateResponse{StaffMember: member(account)}, nil
}

// CreateSession opens a session of the staff pages.
func (s *Server) CreateSession(
	ctx context.Context, req *intakev1.CreateSessionRequest,
) (*intakev1.CreateSessionResponse, error) {
	secret, end, account, err := s.access.OpenSession(ctx, req.GetToken())
	if err != nil {
		return nil, err
	}
	return &intakev1.CreateSessionResponse{
		Session: secret, ExpireTime: timestamppb.New(end), StaffMember: member(account),
	}, nil
}

// EndSession ends a session; one that is gone is fine.
func (s *Server) EndSession(ctx context.Context, req *intakev1.EndSessionRequest) (*intakev1.EndSessionResponse, error) {
	if err := s.access.EndSession(ctx, req.GetSession()); err != nil {
		return nil, err
	}
	return &intakev1.EndSessionResponse{}, nil
}

// GetPractice reads what pages show of the practice.
func (s *Server) GetPractice(ctx context.Context, _ *intakev1.GetPracticeRequest) (*intakev1.GetPracticeResponse, error) {
	p, err := s.access.Practice(ctx)
	if err != nil {
		return nil, err
	}
	return &intakev1.GetPracticeResponse{Practice: &intakev1.Practice{
		DisplayName:          p.DisplayName,
		ShortName:            p.ShortName,
		Phone:                p.Phone,
		TimeZone:             p.TimeZone,
		PrivacyNoticeVersion: p.PrivacyNoticeVersion,
		Locales:              p.Locales,
		Currency:             p.Currency,
	}}, nil
}

func member(a domain.Account) *intakev1.StaffMember {
	m := &intakev1.StaffMember{Name: "staff/" + a.ID, DisplayName: a.DisplayName, Provider: a.Provider}
	for _, role := range a.Roles {
		m.Roles = append(m.Roles, optionsv1.Policy_Role(optionsv1.Policy_Role_value[string(role)]))
	}
	return m
}
