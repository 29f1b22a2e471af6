from flagform import FlagProject

FlagProject(stack, "shop", name="Shop", deletion_protection=True)
