"""Referrals for connected systems."""
