package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// PlanResourceChange leaves what a platform would fill in at a creation unknown.
func (s *server) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	declared := s.resource(request.TypeName)
	prior, err := request.PriorState.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	if _, err := request.Config.Unmarshal(declared); err != nil {
		return nil, err
	}
	plan, err := request.ProposedNewState.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	if prior.IsNull() {
		if plan, err = s.withUnknowns(request.TypeName, plan); err != nil {
			return nil, err
		}
	}
	planned, err := tfprotov6.NewDynamicValue(declared, plan)
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: &planned}, err
}

// ApplyResourceChange makes all of that "1".
func (s *server) ApplyResourceChange(_ context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	declared := s.resource(request.TypeName)
	for _, sent := range []*tfprotov6.DynamicValue{request.PriorState, request.Config} {
		if _, err := sent.Unmarshal(declared); err != nil {
			return nil, err
		}
	}
	planned, err := request.PlannedState.Unmarshal(declared)
	if err != nil {
		return nil, err
	}
	state, err := tftypes.Transform(planned, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		if value.Type().Is(tftypes.String) {
			return tftypes.NewValue(tftypes.String, "1"), nil
		}
		return tftypes.NewValue(value.Type(), nil), nil
	})
	if err != nil {
		return nil, err
	}
	applied, err := tfprotov6.NewDynamicValue(declared, state)
	return &tfprotov6.ApplyResourceChangeResponse{NewState: &applied}, err
}

func (s *server) withUnknowns(name string, plan tftypes.Value) (tftypes.Value, error) {
	var values map[string]tftypes.Value
	if err := plan.As(&values); err != nil {
		return plan, err
	}
	unknown := map[string]tftypes.Value{}
	for _, attribute := range s.schemas.ResourceSchemas[name].Block.Attributes {
		if value := values[attribute.Name]; attribute.Computed && value.IsNull() {
			unknown[attribute.Name] = tftypes.NewValue(value.Type(), tftypes.UnknownValue)
		}
	}
	return withAttributes(plan, unknown)
}

func withAttributes(object tftypes.Value, changed map[string]tftypes.Value) (tftypes.Value, error) {
	var values map[string]tftypes.Value
	if err := object.As(&values); err != nil {
		return object, err
	}
	for name, value := range changed {
		values[name] = value
	}
	return tftypes.NewValue(object.Type(), values), nil
}
