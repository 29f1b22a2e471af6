package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server answers what Terraform asks for managed resources and data sources; the embedded interface has everything else.
type server struct {
	tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newServer() (*server, error) {
	all, err := readPrinted()
	if err != nil {
		return nil, err
	}
	schemas := &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true},
		ResourceSchemas:    map[string]*tfprotov6.Schema{},
		DataSourceSchemas:  map[string]*tfprotov6.Schema{},
	}
	for _, provider := range all.Providers {
		if schemas.Provider, err = schemaOf(provider.Provider); err != nil {
			return nil, err
		}
		for name, each := range provider.Resources {
			if schemas.ResourceSchemas[name], err = schemaOf(each); err != nil {
				return nil, err
			}
		}
		for name, each := range provider.DataSources {
			if schemas.DataSourceSchemas[name], err = schemaOf(each); err != nil {
				return nil, err
			}
		}
	}
	return &server{schemas: schemas}, nil
}

func (s *server) resource(name string) tftypes.Type {
	return s.schemas.ResourceSchemas[name].ValueType()
}

func (s *server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return &tfprotov6.GetMetadataResponse{ServerCapabilities: s.schemas.ServerCapabilities}, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	_, err := request.Config.Unmarshal(s.resource(request.TypeName))
	return &tfprotov6.ValidateResourceConfigResponse{}, err
}

func (s *server) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	declared := s.resource(request.TypeName)
	state, err := request.RawState.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	upgraded, err := tfprotov6.NewDynamicValue(declared, state)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &upgraded}, err
}

func (s *server) ReadResource(_ context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	declared := s.resource(request.TypeName)
	state, err := request.CurrentState.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	read, err := tfprotov6.NewDynamicValue(declared, state)
	return &tfprotov6.ReadResourceResponse{NewState: &read, Private: request.Private}, err
}

func (s *server) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (s *server) ReadDataSource(_ context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	declared := s.schemas.DataSourceSchemas[request.TypeName].ValueType()
	config, err := request.Config.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	state, err := withAttributes(config, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "1")})
	if err != nil {
		return nil, err
	}
	read, err := tfprotov6.NewDynamicValue(declared, state)
	return &tfprotov6.ReadDataSourceResponse{State: &read}, err
}
