package insight

func findPhones(string) []Finding { return nil }
